using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class ImageScanTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task Scan_GivesSizes_AndCountsTheFirstOfEqualFiles()
    {
        Add("a.png", ImageEncoder.EncodePng(Picture(5, 3, 9)));
        Add("b.png", ImageEncoder.EncodePng(Picture(4, 2, 9)));
        Add("c.png", ImageEncoder.EncodePng(Picture(5, 3, 9)));
        Add("d.png", ImageEncoder.EncodePng(Picture(5, 3, 8)));
        var found = await ScanAsync();
        Assert.Equal([false, false, true, false], found.Select(one => one.Repeats));
        Assert.Equal([new ImageSize(5, 3), new(4, 2), new(5, 3), new(5, 3)], found.Select(one => one.Size!.Value));
        Assert.Equal(new FileInfo(_folder["b.png"]).Length, found[1].Bytes);
    }

    [Fact]
    public async Task Scan_SaysWhyAnImageIsUnreadable_AndGoesOn()
    {
        var whole = ImageEncoder.EncodePng(Picture(64, 64, 1));
        Add("a.png", []);
        Add("b.png", "no image"u8.ToArray());
        Add("c.png", whole[..20]);
        Add("d.png", whole);
        Add("e.png", "no image"u8.ToArray());
        var found = await ScanAsync();
        Assert.Equal(
            [ImageRefusalReasons.Empty, ImageRefusalReasons.UnsupportedFormat, ImageRefusalReasons.Truncated, null, ImageRefusalReasons.UnsupportedFormat],
            found.Select(one => one.Reason));
        Assert.Equal([false, false, false, true, false], found.Select(one => one.Counts));
        Assert.False(found[4].Repeats);
    }

    [Fact]
    public async Task Scan_SaysThatAFileIsGone()
    {
        var found = await new ImageScan(new ImageDecoder()).RunAsync([new("a.png", "a", _folder["a.png"], 0)], null, TestContext.Current.CancellationToken);
        Assert.Equal(new ScannedImage(0, null, ImageScan.NotFound, false), Assert.Single(found));
    }

    [Fact]
    public async Task Scan_RefusesOverTheLimits_AsDecodingDoes()
    {
        Add("a.png", ImageEncoder.EncodePng(Picture(20, 20, 1)));
        var found = await ScanAsync(new ImageDecodingOptions { MaxPixels = 399 });
        Assert.Equal(ImageRefusalReasons.TooManyPixels, Assert.Single(found).Reason);
    }

    [Fact]
    public void Header_MayBeInOrder_WhereDecodingFindsTheEndMissing()
    {
        var jpeg = ImageEncoder.EncodeJpeg(Noise(200, 200));
        var cut = jpeg[..(jpeg.Length / 2)];
        Assert.Equal(new ImageSize(200, 200), new ImageDecoder().CheckHeader(cut, "a"));
        Assert.Equal(ImageRefusalReasons.Truncated, Assert.Throws<ImageRefusedException>(() => new ImageDecoder().Decode(cut, "a")).Reason);
    }

    public void Dispose() => _folder.Dispose();

    private static RgbImage Picture(int width, int height, byte value) => new([.. Enumerable.Repeat(value, width * height * 3)], width, height);

    private static RgbImage Noise(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        new Random(1).NextBytes(pixels);
        return new(pixels, width, height);
    }

    private void Add(string name, byte[] bytes) => File.WriteAllBytes(_folder[name], bytes);

    private Task<IReadOnlyList<ScannedImage>> ScanAsync(ImageDecodingOptions? options = null) => new ImageScan(new ImageDecoder(options))
        .RunAsync([.. ImageInputs.Find([_folder.Root]).Entries], null, TestContext.Current.CancellationToken);
}
