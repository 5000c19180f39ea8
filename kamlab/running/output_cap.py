"""A cap on what one cell may print, so that a chatty one cannot sink the run."""

from __future__ import annotations

from typing import Any

MOST_TEXT = 1_000_000  # characters a cell may print
MOST_OUTPUTS = 1_000  # tables, pictures and texts a cell may show
MOST_BYTES = 30_000_000  # characters of tables and pictures a cell may show


class OutputCap:
    """Counts the output of a cell and drops what comes after the cap."""

    def __init__(self) -> None:
        self.next_cell()

    def next_cell(self) -> None:
        """Start counting anew."""
        self._text = self._outputs = self._bytes = self._dropped = 0

    def admits(self, outs: list[Any], message: dict[str, Any]) -> bool:
        """Say whether this message may become an output; prints may be cut.

        Parameters
        ----------
        outs : list
            The outputs so far; consecutive prints are joined into the last of them.
        message : dict
            What the kernel sent.
        """
        content = message["content"]
        if message["msg_type"] == "stream":
            return self._admits_print(outs, content)
        if message["msg_type"] == "error":
            return True
        size = sum(len(str(value)) for value in content.get("data", {}).values())
        if self._outputs >= MOST_OUTPUTS or self._bytes + size > MOST_BYTES:
            self._dropped += 1
            return False
        self._outputs += 1
        self._bytes += size
        return True

    def _admits_print(self, outs: list[Any], content: dict[str, Any]) -> bool:
        room = MOST_TEXT - self._text
        text = content["text"]
        if room <= 0:
            self._dropped += 1
            return False
        if len(text) > room:
            text = content["text"] = text[:room]
            self._dropped += 1
        self._text += len(text)
        last = outs[-1] if outs else None
        if last and last.output_type == "stream" and last.name == content["name"]:
            last.text += text
            return False
        return True

    def close(self, cell: Any) -> None:
        """Tidy the prints of a cell; add a note where something was dropped."""
        if cell.cell_type != "code":
            return
        for output in cell.outputs:
            if output.output_type == "stream" and "\r" in output.text:
                output.text = _overwritten(output.text)
        if self._dropped:
            from nbformat.v4 import new_output

            note = (
                f"[KamLab: this cell wrote more than a report can hold; "
                f"{self._dropped} further messages were left out.]\n"
            )
            cell.outputs.append(new_output("stream", name="stderr", text=note))


def _overwritten(text: str) -> str:
    r"""Show each line as a terminal would at the end, after its carriage returns.

    Examples
    --------
    >>> _overwritten("10 %\r90 %\r\ndone")
    '90 %\ndone'
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
