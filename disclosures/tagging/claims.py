"""What an official document says of itself: its standards, how its pages are counted."""

import zlib
from typing import Any

import pydyf

# WeasyPrint and pydyf have no types.
Pdf = Any

# PDF/A-3 comes from WeasyPrint; PDF/UA is an extension of its metadata that has to be declared.
ACCESSIBLE = b"""<rdf:Description rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
END = b"</rdf:RDF>"


def finish(_: object, pdf: Pdf) -> None:
    """Complete the claims and label the pages, just before the file is written."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.compress = False
    metadata.stream = [metadata.stream[0].replace(END, ACCESSIBLE + END)]
    # WeasyPrint names every attached file twice here.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    # Viewers count as the printed numbers do: a cover, then 1, 2, 3.
    cover = pydyf.Dictionary({"P": pydyf.String("封面")})
    numbered = pydyf.Dictionary({"S": "/D", "St": 1})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, cover, 1, numbered])})
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            _compress(stream)


def _object(pdf: Pdf, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[int(reference.split()[0])]


def _compress(stream: Any) -> None:  # noqa: ANN401
    """Compress a stream so that its end cannot be taken for a part of the line's end after it."""
    content = b"\n".join(map(pydyf._to_bytes, stream.stream))
    compressed = zlib.compress(content, 9)
    if compressed.endswith(b"\r"):
        if stream.extra.get("Type") == "/EmbeddedFile":
            stream.compress = False
            return
        compressed = zlib.compress(content + b"\n", 9)
    stream.stream, stream.compress = [compressed], False
    stream.extra["Filter"] = "/FlateDecode"
