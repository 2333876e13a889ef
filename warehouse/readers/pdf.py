"""PDF files with a text layer: the text of their pages, one after the other."""

from collections.abc import Iterator

import pypdfium2

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from warehouse.items import LandedItem, Refused, Source, require_size, whole
from warehouse.limits import limit_of

PAGE_BREAK = "\n\f"
"""What stands between two pages in the raw text; it belongs to neither."""

MAX_PAGES = limit_of("pdf_pages")

PASSWORD_ERROR = pypdfium2.raw.FPDF_ERR_PASSWORD


def read_pdf(source: Source) -> Iterator[LandedItem | Refused]:
    """The one item of a PDF: its text, and where each page begins in it.

    Raises:
        UnreadableInput: `password`, `malformed_pdf`, `too_many_pages`, or `no_text_layer` for a scan.
    """
    data = whole(source)
    document = _opened(source, data)
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableInput("too_many_pages", f"{source.name} has {len(document)} pages; land articles singly")
        pages = [_page_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UnreadableInput(
            "malformed_pdf", f"{source.name} has a damaged page ({error}); export it again"
        ) from error
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise UnreadableInput(
            "no_text_layer", f"{source.name} holds pictures of {len(pages)} pages and no text; run OCR over it first"
        )
    text = PAGE_BREAK.join(pages)
    require_size(source.name, len(text), source.limit)
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + len(PAGE_BREAK))
    yield source.item(data, bytes_hash(data), sidecar=source.sidecar(), text=text, page_starts=tuple(starts))


def _opened(source: Source, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD_ERROR:
            message = f"{source.name} asks for a password; save it without one"
            raise UnreadableInput("password", message) from error
        raise UnreadableInput(
            "malformed_pdf", f"{source.name} is no readable PDF ({error}); export it again"
        ) from error


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    try:
        return _stored(text_page.get_text_range())
    finally:
        text_page.close()
        page.close()


def _stored(text: str) -> str:
    """Text that can be stored: lone surrogates and NULs of a damaged font become U+FFFD."""
    clean = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return clean.replace("\x00", "\ufffd")
