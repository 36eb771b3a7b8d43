using System.IO.Compression;
using System.Security.Cryptography;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Datasets.Tests.Exports;

public sealed class ExportZipTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alignzeg-zip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Archive_HoldsTheFiles_AndIsTheSameBytesEachTime()
    {
        var folder = new ExportFolder(_folder);
        folder.Write("masks/b/2.png", "two"u8);
        folder.Write("masks/a.png", "one"u8);
        folder.Write("classes.txt", "cat\n");
        var first = await PackAsync(folder);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "classes.txt"), new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(first, await PackAsync(folder));
        using var zip = new ZipArchive(new MemoryStream(first));
        Assert.Equal(["classes.txt", "masks/a.png", "masks/b/2.png"], zip.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(await zip.GetEntry("masks/b/2.png")!.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal("two", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    // Into a stream that only goes forward, as the storage's does.
    private static async Task<byte[]> PackAsync(ExportFolder folder)
    {
        using var target = new MemoryStream();
        await using var hashed = new HashedStream(target);
        await ExportZip.WriteAsync(folder, hashed, TestContext.Current.CancellationToken);
        Assert.Equal((target.Length, Convert.ToHexStringLower(SHA256.HashData(target.ToArray()))), (hashed.Count, hashed.Sha256));
        return target.ToArray();
    }
}
