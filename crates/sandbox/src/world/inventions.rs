//! Invented files: bytes of the right kind for an attachment that somebody in the sandbox sends.

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"200\">\
     <rect width=\"320\" height=\"200\" fill=\"#dbe7f3\"/>\
     <path d=\"M20 170 L90 110 L150 140 L220 60 L300 90\" stroke=\"#22577a\" stroke-width=\"4\" fill=\"none\"/></svg>";

/// A transparent pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54,
    0x78, 0xda, 0x63, 0x64, 0x60, 0xf8, 0x5f, 0x0f, 0, 2, 0x87, 1, 0x80, 0xeb, 0x47, 0xba, 0x92, 0,
    0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A file of that media type; unknown types get their own name as content.
pub(crate) fn file(name: &str, media_type: &str) -> Vec<u8> {
    match media_type {
        "application/pdf" => pdf(name),
        "image/png" => PIXEL.to_vec(),
        "image/svg+xml" => DRAWING.as_bytes().to_vec(),
        _ => format!("{name}\n").into_bytes(),
    }
}

/// A one-page document that shows its own name.
fn pdf(name: &str) -> Vec<u8> {
    let title: String = name
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || " .-_".contains(*character))
        .collect();
    let content = format!("BT /F1 18 Tf 40 120 Td ({title}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 240] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut parts = vec!["%PDF-1.4\n".to_owned()];
    let mut offsets = Vec::new();
    let mut length = parts[0].len();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(format!("{length:010} 00000 n \n"));
        let part = format!("{number} 0 obj\n{object}\nendobj\n");
        length += part.len();
        parts.push(part);
    }
    let size = objects.len() + 1;
    parts.push(format!(
        "xref\n0 {size}\n0000000000 65535 f \n{}",
        offsets.concat()
    ));
    parts.push(format!(
        "trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{length}\n%%EOF\n"
    ));
    parts.concat().into_bytes()
}
