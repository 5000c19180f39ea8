@echo off
rem Sets KamLab up once, then opens it in the browser. Double-click it.
setlocal
cd /d "%~dp0"
set PY=.venv\Scripts\python.exe
set READY=
set FOUND=
rem asked from another folder: is KamLab installed, and not only lying here?
cd /d "%TEMP%"
"%~dp0%PY%" -c "import jupyterlab, kamlab" >nul 2>&1 && set READY=yes
cd /d "%~dp0"
if not defined READY for %%V in (3.13 3.12 3.11) do if not defined FOUND py -%%V -c "import venv, ensurepip" >nul 2>&1 && set FOUND=%%V
if not defined READY if not defined FOUND (echo KamLab needs Python 3.11, 3.12 or 3.13. Install one, then start this again. & pause & exit /b 1)
if not defined READY echo Setting KamLab up with Python %FOUND%. This takes a few minutes, once.
if not defined READY (py -%FOUND% -m venv .venv || (echo The set-up did not succeed; what stands above says why. & pause & exit /b 1))
if not defined READY (%PY% -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock || (echo The set-up did not succeed; what stands above says why. & pause & exit /b 1))
if not defined READY (%PY% -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e . || (echo The set-up did not succeed; what stands above says why. & pause & exit /b 1))
if not defined READY (echo ready> .venv\kamlab-ready)
echo JupyterLab opens in the browser. To end it, press Ctrl-C here.
%PY% -m kamlab start %* || (echo KamLab ended; what stands above says why. & pause & exit /b 1)
