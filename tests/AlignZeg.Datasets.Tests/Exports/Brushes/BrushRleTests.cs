using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Exports.Brushes;

namespace AlignZeg.Datasets.Tests.Exports.Brushes;

public sealed class BrushRleTests
{
    // What Label Studio's own encoder makes of these masks.
    [Theory]
    [InlineData(new byte[] { 0, 1, 1, 0 }, new byte[] { 0, 0, 0, 16, 57, 27, 252, 96, 19, 255, 198, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0 }, new byte[] { 0, 0, 0, 24, 57, 27, 253, 240, 8, 255, 227, 0, 0 })]
    public void Pack_EqualsTheGolden(byte[] pixels, byte[] packed)
    {
        Assert.Equal(packed, BrushRle.Pack(pixels));
        Assert.Equal(pixels.Select(pixel => (byte)(255 * pixel)), BrushRle.Unpack(packed, pixels.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(100_000)]
    public void LongRuns_AreSplit(int length)
    {
        byte[] pixels = [.. Enumerable.Repeat((byte)1, length), 0, .. Enumerable.Repeat((byte)1, length)];
        Assert.Equal(pixels, BrushRle.Unpack(BrushRle.Pack(pixels), pixels.Length).Select(value => (byte)(value / 255)));
    }

    [Fact]
    public void DamagedMasks_AreRefused_NeverWorse()
    {
        var (random, good) = (new Random(5), BrushRle.Pack([.. Enumerable.Range(0, 60).Select(i => (byte)(i / 7 % 2))]));
        for (var i = 0; i < 5000; i++)
        {
            byte[] bad = [.. good.Take(random.Next(good.Length + 1))];
            if (bad.Length > 0) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.Equal(60, BrushRle.Unpack(bad, 60).Length);
            }
            catch (ExportException failure)
            {
                Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
            }
        }
    }

    // First row of the sample in CVAT's description of its XML.
    [Fact]
    public void RowRuns_StartWithZeros_AlongTheRows()
    {
        Assert.Equal("3, 5, 5", RowRuns.Write([0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]));
        Assert.Equal("0, 2", RowRuns.Write([1, 1]));
        Assert.Equal(new ushort[] { 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0 }, RowRuns.Read("3, 5, 5", 13));
        Assert.All(new[] { "3, 5", "3, 5, 6", "-1, 14", "x", "", "3, 2147483647, 2147483647" }, text => Assert.Throws<ExportException>(() => RowRuns.Read(text, 13)));
    }
}
