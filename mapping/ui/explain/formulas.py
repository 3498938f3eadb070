"""How each indicator is made, in plain words: the text behind every "dari mana angka ini?"."""

from __future__ import annotations

from typing import NamedTuple

from mapping.language import mark, tr

Said = str | tuple[str, ...]
"""A text, or sentences that several texts share pieces of."""


class Formula(NamedTuple):
    """What a page says of an indicator: how it is worked out, from what, and what it cannot see; in Indonesian."""

    formula: Said
    inputs: Said
    unseen: Said

    def told(self) -> tuple[str, str, str]:
        """The three of them in the language in force.

        Examples
        --------
        >>> FORMULAS["n"].told()[0]
        'Banyaknya usaha sektor ini yang tersurvei di kelurahan.'
        """
        formula, inputs, unseen = (
            tr(said) if isinstance(said, str) else "".join(tr(piece) for piece in said) for said in self
        )
        return formula, inputs, unseen


ANSWERED = mark(
    "Bila paling sedikit separuh menjawab, yang tidak menjawab dianggap sama dengan "
    "rata-rata yang menjawab; bila kurang, angkanya tidak diberikan."
)
DRAWN = mark("; makin sedikit yang menjawab, makin ditarik ke angka seluruh wilayah untuk sektor itu.")
WEIGHTED = mark(" Bila survei memberi bobot sampel, tiap usaha dihitung sebanyak bobotnya.")
FREE_TEXT = mark(
    "Jawaban bebas dibaca dengan daftar kata (mapping/knowledge/answers.toml); yang tak terbaca tidak dihitung."
)

FORMULAS: dict[str, Formula] = {
    "lq": Formula(
        mark(
            "Porsi usaha sektor ini di kelurahan ÷ porsi usaha sektor ini di seluruh wilayah, lalu "
            "ditarik ke angka 1 bila datanya sedikit: (usaha sektor ini + a) ÷ (usaha yang wajar + "
            "a)."
        ),
        mark(
            "Jumlah usaha per sektor dari survei. Usaha yang wajar = semua usaha di kelurahan × "
            "porsi sektor di wilayah; a diperkirakan dari sebaran antar kelurahan. Bila survei "
            "memberi bobot sampel, yang dihitung adalah banyaknya wawancara yang setara."
        ),
        mark(
            "Besarnya omzet, apa yang ada di luar wilayah ini, dan apakah banyaknya usaha berarti "
            "kawan belanja atau pesaing."
        ),
    ),
    "spend_idr_month": Formula(
        (mark("Jumlah belanja bahan baku sebulan dari semua usaha sektor ini di kelurahan."), WEIGHTED),
        (mark("Jawaban survei tentang belanja bahan per bulan. "), ANSWERED),
        mark("Apakah bahannya sama, dibeli dengan utang, atau mau dibeli bersama."),
    ),
    "saving_idr_month": Formula(
        mark("Belanja bahan gabungan × bagian yang dihemat bila dibeli bersama (ujung hati-hati dari perkiraannya)."),
        mark(
            "Belanja bahan gabungan; bagian yang dihemat adalah asumsi perencanaan dan bisa diubah "
            "(mapping/knowledge/assumptions.toml)."
        ),
        mark("Ongkos angkut, gudang, barang rusak, dan tenaga untuk memesan, yang mengurangi hematnya."),
    ),
    "revenue_idr_month": Formula(
        (mark("Jumlah omzet sebulan dari semua usaha sektor ini di kelurahan."), WEIGHTED),
        (mark("Jawaban survei tentang omzet per bulan. "), ANSWERED),
        mark(
            "Untungnya, omzet yang sengaja dikecilkan, dan barang yang dihitung dua kali karena "
            "dijual lagi oleh tetangga."
        ),
    ),
    "n": Formula(
        mark("Banyaknya usaha sektor ini yang tersurvei di kelurahan."),
        mark("Produk atau kode KBLI, dan kelurahan tiap usaha."),
        mark("Usaha yang tidak ditemui pencacah, dan besar kecilnya usaha."),
    ),
    "n_weighted": Formula(
        mark("Jumlah bobot sampel dari usaha sektor ini: perkiraan banyaknya usaha yang sebenarnya."),
        mark("Kolom bobot sampel dari survei; tanpa kolom itu tiap usaha berbobot 1."),
        mark("Usaha yang tidak punya peluang terpilih, dan bobot yang sudah usang."),
    ),
    "producers": Formula(
        (
            mark(
                "Banyaknya usaha yang menanam, beternak, menangkap atau mengolah. Pedagang dan warung tidak dihitung."
            ),
            WEIGHTED,
        ),
        mark("Jenis produk dari survei, dicocokkan dengan daftar 159 produk."),
        mark("Banyaknya barang yang dibuat, dan pembuat yang menyebut dirinya pedagang."),
    ),
    "workers": Formula(
        (mark("Jumlah orang yang bekerja di usaha sektor ini."), WEIGHTED),
        (mark("Jawaban survei tentang jumlah pekerja. "), ANSWERED),
        mark("Jam kerja dan upah; orang dengan dua pekerjaan terhitung dua kali."),
    ),
    "density_1000": Formula(
        (mark("Banyaknya usaha sektor ini ÷ jumlah penduduk × 1.000."), WEIGHTED),
        mark("Jumlah usaha dari survei; jumlah penduduk dari berkas batas wilayah."),
        mark("Orang yang datang siang hari untuk bekerja, sekolah, atau belanja."),
    ),
    "density_km2": Formula(
        (mark("Banyaknya usaha sektor ini ÷ luas kelurahan dalam km²."), WEIGHTED),
        mark("Jumlah usaha dari survei; luas menurut peta batas."),
        mark("Bagian wilayah yang berupa air, hutan, atau sawah, dan usaha yang berderet di satu jalan."),
    ),
    "diversity": Formula(
        mark("Banyaknya produk yang setara bila semua produk sama besar. Satu produk saja = 1."),
        mark("Jenis produk dari survei."),
        mark(
            "Produk yang tidak ada di daftar, kemiripan antar produk, dan produk yang terlewat "
            "karena sedikit usaha yang didata."
        ),
    ),
    "herfindahl": Formula(
        mark(
            "Jumlah kuadrat porsi tiap produk: peluang dua usaha membuat produk yang sama. 1 berarti satu produk saja."
        ),
        mark("Jenis produk dari survei."),
        mark("Sama dengan ragam produk; bila usahanya sedikit, angkanya tinggi karena kebetulan."),
    ),
    "age_years": Formula(
        mark("Umur usaha yang di tengah: separuh lebih tua, separuh lebih muda. Umur = tahun survei − tahun mulai."),
        mark("Jawaban survei tentang tahun mulai, dan tanggal survei."),
        mark(
            "Usaha yang sudah tutup. Satu survei hanya bertemu yang masih hidup; daya tahan baru "
            "terlihat dari dua survei."
        ),
    ),
    "established_share": Formula(
        (mark("Usaha yang lebih tua dari 5 tahun ÷ usaha yang menjawab"), DRAWN),
        mark("Jawaban survei tentang tahun mulai, dan tanggal survei."),
        mark(
            "Usaha yang sudah tutup. Banyak usaha tua bisa berarti tahan lama, bisa juga tidak ada yang berani mulai."
        ),
    ),
    "digital_share": Formula(
        (
            mark(
                "Usaha yang menjual daring atau memakai sarana digital (QRIS, lokapasar, media sosial, "
                "situs) ÷ usaha yang menjawab"
            ),
            DRAWN,
        ),
        (mark("Jawaban survei tentang pasar dan sarana digital. "), FREE_TEXT),
        mark(
            "Berapa banyak yang terjual lewat cara itu dan siapa yang mengurusnya. Bila survei hanya "
            "bertanya tentang pasar, pembayaran QRIS tidak terlihat."
        ),
    ),
    "outside_share": Formula(
        (mark("Usaha yang menjual ke luar kelurahan/desanya, juga daring ÷ usaha yang menjawab"), DRAWN),
        (mark("Jawaban survei tentang pasar. "), FREE_TEXT),
        mark(
            'Berapa banyak yang dijual ke mana, dan pasar yang hanya disebut namanya. Kata "lokal" '
            "dianggap kelurahan sendiri."
        ),
    ),
    "local_input_share": Formula(
        (mark("Usaha yang membeli bahan utamanya di kelurahan atau kecamatan sendiri ÷ usaha yang menjawab"), DRAWN),
        (mark("Jawaban survei tentang asal bahan; yang disebut pertama dianggap utama. "), FREE_TEXT),
        mark("Dari mana penjualnya mendapat barang, dan pasar atau pemasok yang hanya disebut namanya."),
    ),
    "capital_share": Formula(
        (mark("Usaha yang menyebut modal sebagai kendala ÷ usaha yang menjawab"), DRAWN),
        (
            mark(
                'Jawaban survei tentang kendala. "Tidak ada kendala" juga sebuah jawaban; yang menyebut '
                "beberapa kendala dihitung pada tiap kendala. "
            ),
            FREE_TEXT,
        ),
        mark("Seberapa berat kendalanya. Orang cenderung menyebut apa yang biasa diberi bantuan."),
    ),
    "distribution_share": Formula(
        (mark("Usaha yang menyebut pengiriman, angkutan, atau jalan sebagai kendala ÷ usaha yang menjawab"), DRAWN),
        (mark('Jawaban survei tentang kendala; "pemasaran" bukan distribusi. '), FREE_TEXT),
        mark("Seberapa berat kendalanya, dan kendala yang tidak ditanyakan."),
    ),
    "technology_share": Formula(
        (mark("Usaha yang menyebut alat, mesin, atau teknologi sebagai kendala ÷ usaha yang menjawab"), DRAWN),
        (mark("Jawaban survei tentang kendala. "), FREE_TEXT),
        mark("Seberapa berat kendalanya, dan alat yang ada tetapi tidak dipakai."),
    ),
    "input_dependence": Formula(
        mark(
            "Usaha yang menyebut sumber bahan yang paling banyak disebut ÷ usaha yang menjawab; "
            "tidak dihitung di bawah 5 jawaban."
        ),
        mark("Jawaban survei tentang asal bahan."),
        mark('Banyaknya barang. Satu pemasok dengan dua nama terhitung dua; kata umum seperti "agen" terhitung satu.'),
    ),
    "buyer_dependence": Formula(
        mark(
            "Usaha yang menjual ke pasar yang paling banyak disebut ÷ usaha yang menjawab; tidak "
            "dihitung di bawah 5 jawaban."
        ),
        mark("Jawaban survei tentang pasar."),
        mark("Banyaknya barang, dan siapa pembeli di balik nama pasarnya."),
    ),
    "neighbour_lq": Formula(
        mark("Rata-rata kekhasan (LQ) kelurahan yang bersentuhan dan datanya ada."),
        mark("Kekhasan tiap kelurahan dan peta batas."),
        mark("Jalan dan sungai: dua kelurahan bisa bersentuhan tanpa bisa saling dicapai."),
    ),
}

TRAPS = (
    (
        mark("Wilayah bukan orang"),
        mark("Kelurahan yang banyak usaha pangannya bukan berarti tiap warganya bisa memasak."),
    ),
    (
        mark("Garis batas menentukan angka"),
        mark("Batas digeser, angka berubah. Usaha di tepi bisa lebih dekat ke pasar tetangga."),
    ),
    (
        mark("Yang tutup tidak terlihat"),
        mark("Survei hanya melihat usaha yang masih hidup; usaha muda lebih sering gagal."),
    ),
    (
        mark("Pencacah berbeda, cakupan berbeda"),
        mark("Perbedaan antar kelurahan bisa berasal dari siapa yang mendata, bukan dari usahanya."),
    ),
    (
        mark("Alamat kantor dan alamat produksi"),
        mark("Usaha dicatat di satu tempat, padahal bekerja di tempat lain atau daring."),
    ),
    (
        mark("Menonjol bisa berarti dua hal"),
        mark(
            "Banyak pembuat = anggota yang bisa bersatu. Banyak penjual = pesaing. Karena itu hulu "
            "dan olahan dipisah dari dagang."
        ),
    ),
    (
        mark("Kosong bukan nol"),
        mark("Kelurahan yang belum disurvei tidak diketahui, bukan paling rendah; di peta ia diarsir."),
    ),
    (
        mark("Sensus UMKM melewatkan petani"),
        mark("Daftar UMKM tidak memuat usaha tani, jadi pertanian dari daftar itu tidak diketahui."),
    ),
    (mark("Jumlah usaha bukan omzet"), mark("Seratus usaha kecil bisa lebih kecil dari satu usaha besar.")),
    (mark("Musim"), mark("Hasil panen dan pesanan naik turun; survei memotret satu waktu.")),
    (mark("Skor tidak menilai pengurus"), mark("Keberhasilan koperasi tetap bergantung pada orang yang mengurusnya.")),
    (mark("Batas desa bersifat petunjuk"), mark("Batas terbuka tertinggal dari keputusan kode wilayah yang terbaru.")),
)
