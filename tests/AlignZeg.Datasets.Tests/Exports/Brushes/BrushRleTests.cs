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
        Assert.Equal(packed, Pack(pixels));
        Assert.Equal(pixels.Select(pixel => (byte)(255 * pixel)), Unpack(packed, pixels.Length));
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
        Assert.Equal(pixels, Unpack(Pack(pixels), pixels.Length).Select(value => (byte)(value / 255)));
    }

    [Fact]
    public void AreasOfAnImage_ArePackedInOnePass_AsEachAlone()
    {
        var random = new Random(3);
        int[] areas = [.. Enumerable.Range(0, 5000).Select(_ => random.Next(-1, 3)).SelectMany(area => Enumerable.Repeat(area, random.Next(1, 4)))];
        var packed = BrushRle.Pack(areas, 4); // the last one has no pixel
        Assert.Equal(4, packed.Length);
        for (var area = 0; area < packed.Length; area++) Assert.Equal(areas.Select(one => (byte)(one == area ? 255 : 0)), Unpack(packed[area], areas.Length));
    }

    // A brush drawn in the tool: any colour, soft edges, values one by one beside repeated ones, runs that end within a pixel.
    [Fact]
    public void Alpha_IsRead_WhereRunsEndWithinAPixel()
    {
        var bits = new BitPacker();
        bits.Add(12, 32);
        bits.Add(7, 5);
        foreach (var size in new uint[] { 2, 3, 7, 15 }) bits.Add(size, 4);
        void Run(bool repeated, int length, params byte[] values)
        {
            bits.Add(repeated ? 1u : 0, 1);
            bits.Add(0, 2);
            bits.Add((uint)length - 1, 3);
            foreach (var value in values) bits.Add(value, 8);
        }

        Run(true, 5, 9);             // the first pixel and the red of the second
        Run(false, 4, 1, 2, 130, 7); // its green, blue and alpha, the red of the third
        Run(true, 3, 200);
        Assert.Equal<byte>([9, 130, 200], Unpack(bits.ToBytes(), 3));
    }

    [Fact]
    public void DamagedMasks_AreRefused_NeverWorse()
    {
        var (random, good) = (new Random(5), Pack([.. Enumerable.Range(0, 60).Select(i => (byte)(i / 7 % 2))]));
        for (var i = 0; i < 5000; i++)
        {
            byte[] bad = [.. good.Take(random.Next(good.Length + 1))];
            if (bad.Length > 0) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.Equal(60, Unpack(bad, 60).Length);
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

    private static byte[] Pack(byte[] pixels) => BrushRle.Pack([.. pixels.Select(pixel => pixel - 1)], 1)[0];

    private static byte[] Unpack(byte[] packed, int pixels)
    {
        var mask = new byte[pixels];
        var read = 0;
        BrushRle.Read(packed, pixels, (from, to, alpha) =>
        {
            Assert.Equal(read, from); // in order, without a gap
            Array.Fill(mask, alpha, from, to - from);
            read = to;
        });
        Assert.Equal(pixels, read);
        return mask;
    }
}
