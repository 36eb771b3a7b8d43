using System.Buffers.Binary;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>Many small JPEGs, each with bytes of its own, as files and in containers; nothing of them is kept.</summary>
internal sealed class SmallImages(int count)
{
    private const int Width = 64, Height = 48, Pictures = 64, PerFolder = 1000, Quality = 90;
    private readonly byte[][] _pictures = [.. Enumerable.Range(0, Pictures).Select(Draw)];

    /// <summary>Bytes of all images.</summary>
    public long Bytes => Enumerable.Range(0, count).Sum(number => (long)_pictures[number % Pictures].Length + sizeof(int));

    /// <summary>Writes them as files, a thousand per folder.</summary>
    public async Task<string> WriteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        for (int number = 0; number < count; number++)
        {
            string path = Path.Combine(folder, NameOf(number));
            if (number % PerFolder == 0) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, ImageOf(number), cancellationToken);
        }

        return folder;
    }

    /// <summary>Writes them into a container, of the kind that its name says.</summary>
    public async Task WriteAsync(string container, CancellationToken cancellationToken)
    {
        if (container.EndsWith(".parquet", StringComparison.Ordinal))
        {
            WriteTable(container);
            return;
        }

        await using var file = File.Create(container);
        if (container.EndsWith(".zip", StringComparison.Ordinal)) await WriteZipAsync(file, cancellationToken);
        else if (container.EndsWith(".tar", StringComparison.Ordinal)) await WriteTarAsync(file, cancellationToken);
        else
        {
            await using var packed = new GZipStream(file, CompressionLevel.Fastest);
            await WriteTarAsync(packed, cancellationToken);
        }
    }

    private async Task WriteZipAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var zip = new ZipArchive(target, ZipArchiveMode.Create);
        for (int number = 0; number < count; number++)
        {
            await using var entry = await zip.CreateEntry(NameOf(number), CompressionLevel.Fastest).OpenAsync(cancellationToken);
            await entry.WriteAsync(ImageOf(number), cancellationToken);
        }
    }

    private async Task WriteTarAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(target, leaveOpen: true);
        for (int number = 0; number < count; number++)
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, NameOf(number)) { DataStream = new MemoryStream(ImageOf(number)) }, cancellationToken);
    }

    // As the export makes it, in one file.
    private void WriteTable(string target)
    {
        string folder = target + ".tmp";
        using (var session = new ExportSession(ExportFormats.Find("parquet"), new(Directory.CreateDirectory(folder).FullName), new(["a"])))
        {
            var blank = new LabelMap([0], 1, 1);
            for (int number = 0; number < count; number++) session.Add(NameOf(number), $"{number}", blank, ImageOf(number));
            session.Complete(partial: false);
        }

        File.Move(Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Single(), target);
        Directory.Delete(folder, recursive: true);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number / PerFolder:D4}/{number:D7}.jpg");

    // What stands behind the end of a JPEG belongs to no picture, and makes the file another.
    private byte[] ImageOf(int number)
    {
        var picture = _pictures[number % Pictures];
        var image = new byte[picture.Length + sizeof(int)];
        picture.CopyTo(image, 0);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(picture.Length), number);
        return image;
    }

    private static byte[] Draw(int number)
    {
        var pixels = new byte[3 * Width * Height];
        var random = new Random(number);
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / 3 % Width * 2 + i / (3 * Width) + random.Next(48));
        return ImageEncoder.EncodeJpeg(new RgbImage(pixels, Width, Height), Quality);
    }
}
