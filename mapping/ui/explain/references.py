"""Where the methods come from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.language import mark, tr

REFERENCES = (
    (mark("Skor gabungan"), "OECD & JRC (2008). Handbook on Constructing Composite Indicators."),
    (mark("Kriteria KPJU"), "Bank Indonesia, Baseline Economic Survey / KPJU Unggulan; EKO-REGIONAL 5(2), 2010."),
    (
        mark("Perbandingan berpasangan (AHP)"),
        "Saaty, T. L. (1980). The Analytic Hierarchy Process; Saaty (2008). Int. J. Services Sciences 1(1), 83–98.",
    ),
    (
        mark("Bobot CRITIC"),
        "Diakoulaki, D., Mavrotas, G. & Papayannakis, L. (1995). Computers & Operations Research 22(7), 763–770.",
    ),
    (
        mark("Menarik angka kecil ke rata-rata"),
        "Marshall, R. J. (1991). Applied Statistics 40(2), 283–294; Clayton, D. & Kaldor, J. (1987). Biometrics 43(3).",
    ),
    (mark("Bobot sampel"), "Kish, L. (1965). Survey Sampling."),
    (
        mark("Rentang peringkat"),
        "Goldstein, H. & Spiegelhalter, D. J. (1996). League tables and their limitations. J. R. Stat. Soc. A 159(3).",
    ),
    (
        mark("Mengacak bobot, peluang menjadi yang terbaik"),
        "Lahdelma, R., Hokkanen, J. & Salminen, P. (1998). SMAA. European J. of Operational Research 106(1), 137–143.",
    ),
    (
        mark("Pilihan mana yang menentukan"),
        "Saisana, M., Saltelli, A. & Tarantola, S. (2005). J. R. Stat. Soc. A 168(2), 307–323.",
    ),
    (
        mark("Pengaruh nyata bobot"),
        "Paruolo, P., Saisana, M. & Saltelli, A. (2013). Ratings and rankings: voodoo or science? "
        "J. R. Stat. Soc. A 176(3), 609–634.",
    ),
    (mark("Urutan yang terbalik"), "Belton, V. & Gear, T. (1983). Omega 11(3), 228–230."),
    (mark("Garis batas menentukan angka"), "Openshaw, S. (1984). The Modifiable Areal Unit Problem. CATMOG 38."),
    (mark("Ragam produk"), "Hill, M. O. (1973). Diversity and evenness. Ecology 54(2), 427–432."),
    (
        mark("Gugus yang bersentuhan"),
        "Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis 27(2), 93–115.",
    ),
    (
        mark("Titik panas"),
        "Getis, A. & Ord, J. K. (1992). Geographical Analysis 24(3), 189–206; Ord & Getis (1995). 27(4), 286–306.",
    ),
    (
        mark("Banyak uji sekaligus"),
        "Benjamini, Y. & Hochberg, Y. (1995). J. R. Stat. Soc. B 57(1), 289–300.",
    ),
    (
        mark("Jangkauan ke toko dan layanan"),
        "Luo, W. & Wang, F. (2003). Environment and Planning B 30(6), 865–884.",
    ),
    (mark("Acuan kejenuhan"), mark("SNI 03-1733-2004, Tata cara perencanaan lingkungan perumahan di perkotaan.")),
    (
        mark("Kedekatan antar produk"),
        "Hidalgo, C. A., Klinger, B., Barabási, A.-L. & Hausmann, R. (2007). Science 317, 482–487.",
    ),
    (
        mark("Perubahan antar dua survei"),
        "Dunn, E. S. (1960). Papers in Regional Science 6, 97–112; Farhauer, O. & Kröll, A. (2013). Standorttheorien.",
    ),
)


def list_references() -> None:
    """What each method is for, and where it was published."""
    st.subheader(tr("Rujukan metode"), anchor=False)
    rows = [(tr(purpose), tr(reference)) for purpose, reference in REFERENCES]
    st.table(pd.DataFrame(rows, columns=[tr("Untuk"), tr("Rujukan")]).set_index(tr("Untuk")))
