"""How each indicator is made, in plain words: the text behind every "dari mana angka ini?"."""

from __future__ import annotations

FORMULAS: dict[str, tuple[str, str]] = {
    "lq": (
        "Porsi usaha sektor ini di kelurahan ÷ porsi usaha sektor ini di seluruh wilayah, "
        "lalu ditarik ke angka 1 bila datanya sedikit: (usaha sektor ini + a) ÷ (usaha yang wajar + a).",
        "Jumlah usaha per sektor dari survei. Usaha yang wajar = semua usaha di kelurahan × porsi sektor di wilayah; "
        "a diperkirakan dari sebaran antar kelurahan.",
    ),
    "spend_idr_month": (
        "Jumlah belanja bahan baku sebulan dari semua usaha sektor ini di kelurahan.",
        "Jawaban survei tentang belanja bahan per bulan. Bila paling sedikit separuh menjawab, yang tidak menjawab "
        "dianggap sama dengan rata-rata yang menjawab; bila kurang, angkanya tidak diberikan.",
    ),
    "producers": (
        "Banyaknya usaha yang menanam, beternak, menangkap atau mengolah. Pedagang dan warung tidak dihitung.",
        "Jenis produk dari survei, dicocokkan dengan daftar 159 produk.",
    ),
    "workers": (
        "Jumlah orang yang bekerja di usaha sektor ini.",
        "Jawaban survei tentang jumlah pekerja. Bila paling sedikit separuh menjawab, yang tidak menjawab dianggap "
        "sama dengan rata-rata yang menjawab; bila kurang, angkanya tidak diberikan.",
    ),
    "density_1000": (
        "Banyaknya usaha sektor ini ÷ jumlah penduduk × 1.000.",
        "Jumlah usaha dari survei; jumlah penduduk dari berkas batas wilayah.",
    ),
    "diversity": (
        "Banyaknya produk yang setara bila semua produk sama besar. Satu produk saja = 1.",
        "Jenis produk dari survei.",
    ),
}

TRAPS = (
    ("Wilayah bukan orang", "Kelurahan yang banyak usaha pangannya bukan berarti tiap warganya bisa memasak."),
    ("Garis batas menentukan angka", "Batas digeser, angka berubah. Usaha di tepi bisa lebih dekat ke pasar tetangga."),
    ("Yang tutup tidak terlihat", "Survei hanya melihat usaha yang masih hidup; usaha muda lebih sering gagal."),
    (
        "Pencacah berbeda, cakupan berbeda",
        "Perbedaan antar kelurahan bisa berasal dari siapa yang mendata, bukan dari usahanya.",
    ),
    ("Alamat kantor dan alamat produksi", "Usaha dicatat di satu tempat, padahal bekerja di tempat lain atau daring."),
    (
        "Menonjol bisa berarti dua hal",
        "Banyak pembuat = anggota yang bisa bersatu. Banyak penjual = pesaing. Karena itu hulu dan olahan dipisah "
        "dari dagang.",
    ),
    ("Kosong bukan nol", "Kelurahan yang belum disurvei tidak diketahui, bukan paling rendah; di peta ia diarsir."),
    (
        "Sensus UMKM melewatkan petani",
        "Daftar UMKM tidak memuat usaha tani, jadi pertanian dari daftar itu tidak diketahui.",
    ),
    ("Jumlah usaha bukan omzet", "Seratus usaha kecil bisa lebih kecil dari satu usaha besar."),
    ("Musim", "Hasil panen dan pesanan naik turun; survei memotret satu waktu."),
    ("Skor tidak menilai pengurus", "Keberhasilan koperasi tetap bergantung pada orang yang mengurusnya."),
    ("Batas desa bersifat petunjuk", "Batas terbuka tertinggal dari keputusan kode wilayah yang terbaru."),
)
