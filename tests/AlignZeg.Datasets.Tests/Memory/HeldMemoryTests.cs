using AlignZeg.Cli.Benchmarks;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Tests.Memory;

/// <summary>What is held of each image of a large data set: nothing where it can be, else tens of bytes. Not what was not collected yet, which says nothing about what is needed.</summary>
[Collection(Alone.Name)]
public sealed class HeldMemoryTests : IDisposable
{
    // Enough that what fills up to some size, such as a page of a file, is full after the few.
    private const int Few = 1500, Many = 6000;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One of each way to write. A table's footer has some kilobytes for each hundred rows.</summary>
    [Theory]
    [InlineData("coco-instances", 40)]
    [InlineData("coco-panoptic", 40)]
    [InlineData("labelstudio", 40)]
    [InlineData("cvat", 40)]
    [InlineData("geojson", 40)]
    [InlineData("parquet", 100)]
    public void Export_KeepsNothingOfAnImage(string format, int most)
    {
        using var session = new ExportSession(ExportFormats.Find(format), new(Directory.CreateDirectory(_folder["export"]).FullName), new(["road", "car", "tree"]));
        long few = 0;
        for (int i = 0; i < Many; i++)
        {
            session.Add($"folder/{i:D7}.jpg", $"{i % 8}", Map(i));
            if (i == Few) few = HeldMemory.Bytes();
        }

        Assert.InRange(PerPiece(few, HeldMemory.Bytes()), double.NegativeInfinity, most);
        session.Complete(partial: false);
    }

    [Fact]
    public void SortedFolder_KeepsTheNames_AndNothingElse() => Assert.InRange(
        PerFile(folder =>
        {
            var files = SortedFolder.Files(folder, (_, _) => true).GetEnumerator();
            Assert.True(files.MoveNext());
            return files;
        }), double.NegativeInfinity, 150);

    /// <summary>Up to a quarter of a megabyte of each list stays in memory, however many there are: 43 bytes of each of so few.</summary>
    [Fact]
    public void Inputs_KeepLittleInMemory() => Assert.InRange(PerFile(folder => ImageInputs.Find([folder], TestContext.Current.CancellationToken)), double.NegativeInfinity, 100);

    /// <summary>What a server keeps of an upload until it is a version. A list of names and hashes has 400 bytes of each.</summary>
    [Fact]
    public void ManifestSpool_KeepsNothingOfAnImage()
    {
        const int Images = 100_000;
        using var taken = new SpooledSet();
        using var spool = new ManifestSpool(null);
        var names = new EntryNames(name => name, taken);
        long few = 0;
        for (int i = 0; i < Images; i++)
        {
            spool.Add(names.Take($"folder/{i:D7}.jpg").Name, $"{i:x64}", 1000);
            if (i == Images / 2) few = HeldMemory.Bytes(); // by then both have files
        }

        Assert.Equal(new(Images, 0, Images * 1000L), spool.Settle());
        foreach (var image in spool.Read()) Assert.Equal(image.Name, image.Stem + ".jpg");
        Assert.InRange((HeldMemory.Bytes() - few) / (Images * 0.5), double.NegativeInfinity, 40); // the records that are not put away yet are up to 2 MiB
    }

    private static double PerPiece(long few, long many) => (many - few) / (double)(Many - Few);

    // Before and after, with nothing between: pools let go of what earlier tests used whenever they like.
    private double PerFile(Func<string, object> take)
    {
        string folder = Fill(Many);
        long before = HeldMemory.Bytes();
        var kept = take(folder);
        double each = (HeldMemory.Bytes() - before) / (double)Many;
        GC.KeepAlive(kept);
        return each;
    }

    private static LabelMap Map(int number)
    {
        var ids = new ushort[12 * 12];
        for (int i = 0; i < ids.Length; i++) ids[i] = (ushort)((i / 12 / 4 + i % 12 / 6 + number) % 3);
        return new(ids, 12, 12);
    }

    private string Fill(int files)
    {
        string folder = Directory.CreateDirectory(_folder[$"files-{files}"]).FullName;
        for (int i = 0; i < files; i++) File.WriteAllBytes(Path.Combine(folder, $"{i:D7}.jpg"), []);
        return folder;
    }
}
