using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Archives;

/// <summary>Archives as others pack them, good ones and bad ones.</summary>
public static class PackedFiles
{
    /// <summary>A small picture; each number gives another.</summary>
    public static byte[] Picture(int number)
    {
        var pixels = new byte[3 * 24 * 18];
        new Random(number).NextBytes(pixels);
        return ImageEncoder.EncodePng(new RgbImage(pixels, 24, 18));
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            foreach (var (name, content) in files) Add(zip, name, content);
        return buffer.ToArray();
    }

    /// <summary>With data descriptors: written to a stream that cannot seek.</summary>
    public static byte[] StreamedZip(params (string Name, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var pipe = new WriteOnly(buffer))
        using (var zip = new ZipArchive(pipe, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            foreach (var (name, content) in files) Add(zip, name, content);
        return buffer.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] files) =>
        Tar([.. files.Select(file => (TarEntry)new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = new MemoryStream(file.Content) })]);

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var entry in entries) tar.WriteEntry(entry);
        return buffer.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        return buffer.ToArray();
    }

    public static byte[] Pack(ArchiveFormat format, params (string Name, byte[] Content)[] files) =>
        format == ArchiveFormat.Zip ? Zip(files) : format == ArchiveFormat.Tar ? Tar(files) : Gzip(Tar(files));

    /// <summary>A picture by its first bytes, and then nothing but zeros.</summary>
    public static byte[] Bomb(int length)
    {
        var bomb = new byte[length];
        Picture(0).AsSpan(0, 200).CopyTo(bomb);
        return bomb;
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        entry.Write(content);
    }

    private sealed class WriteOnly(Stream target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => target.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);
    }
}
