using System.Buffers.Binary;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

public sealed class LabelMapPngTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(37, 21, 19)]
    [InlineData(64, 64, 255)]
    [InlineData(63, 5, 256)]
    [InlineData(40, 30, 65535)]
    public void Encode_ThenDecode_KeepsEveryId(int width, int height, int classes)
    {
        var map = Random(width, height, classes);
        var again = LabelMapPng.Decode(LabelMapPng.Encode(map, classes), "map.png");
        Assert.Equal((width, height), (again.Width, again.Height));
        Assert.Equal(map.Ids, again.Ids);
    }

    [Theory]
    [InlineData(255, 8, 3)]
    [InlineData(256, 16, 0)]
    public void Encode_ChoosesDepthByClasses(int classes, int depth, int colourType)
    {
        var bytes = LabelMapPng.Encode(new LabelMap([0, 1], 2, 1), classes);
        Assert.Equal((depth, colourType), (bytes[24], bytes[25]));
    }

    [Fact]
    public void Encode_ShowsTheColoursOfThePalette_ToOtherDecoders()
    {
        var image = new ImageDecoder().Decode(LabelMapPng.Encode(new LabelMap([0, 3, LabelMap.Ignore8], 3, 1), 4), "map.png");
        var (first, fourth, none) = (Palette.ColourOf(0), Palette.ColourOf(3), Palette.Ignore);
        Assert.Equal([first.R, first.G, first.B, fourth.R, fourth.G, fourth.B, none.R, none.G, none.B], image.Pixels);
    }

    [Theory]
    [InlineData(7, 8)]
    [InlineData(300, 16)]
    public void Shrink_TakesPixels_AndMixesNone(int classes, int depth)
    {
        var map = Random(90, 60, classes);
        byte[] bytes = LabelMapPng.Shrink(LabelMapPng.Encode(map, classes), "map.png", 30);
        var small = LabelMapPng.Decode(bytes, "small.png");
        Assert.Equal((30, 20, depth), (small.Width, small.Height, bytes[24]));
        for (int y = 0; y < 20; y++)
            for (int x = 0; x < 30; x++) Assert.Equal(map.Ids[(3 * y + 1) * 90 + 3 * x + 1], small.Ids[y * 30 + x]); // the pixel in the middle
        Assert.Equal(map.Ids, LabelMapPng.Decode(LabelMapPng.Shrink(LabelMapPng.Encode(map, classes), "map.png", 90), "same.png").Ids);
    }

    [Fact]
    public void Encode_GivesTheSameBytesTwice() => Assert.Equal(LabelMapPng.Encode(Random(50, 40, 7), 7), LabelMapPng.Encode(Random(50, 40, 7), 7));

    [Theory]
    [InlineData(3, 3)]
    [InlineData(65535, 3)]
    [InlineData(300, 300)]
    public void Encode_RefusesIdsThatAreNoClass(int id, int classes)
    {
        var failure = Assert.Throws<ArgumentException>(() => LabelMapPng.Encode(new LabelMap([0, (ushort)id], 2, 1), classes));
        Assert.Contains($"Id {id} at x=1, y=0", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, new byte[] { 0, 0b1010_0000 }, new ushort[] { 1, 0, 1 })]
    [InlineData(2, new byte[] { 0, 0b1101_1000 }, new ushort[] { 3, 1, 2 })]
    [InlineData(4, new byte[] { 0, 0xA3, 0xF0 }, new ushort[] { 10, 3, 15 })]
    [InlineData(8, new byte[] { 0, 7, 255, 0 }, new ushort[] { 7, 255, 0 })]
    [InlineData(16, new byte[] { 0, 1, 2, 255, 255, 0, 9 }, new ushort[] { 258, 65535, 9 })]
    public void Decode_ReadsRawLevels_OfEveryDepth(int depth, byte[] line, ushort[] expected) =>
        Assert.Equal(expected, LabelMapPng.Decode(HandMadePng.Make(3, 1, (byte)depth, 0, line), "map.png").Ids);

    [Theory]
    [InlineData(NetVips.Enums.ForeignPngFilter.None)]
    [InlineData(NetVips.Enums.ForeignPngFilter.Sub)]
    [InlineData(NetVips.Enums.ForeignPngFilter.Up)]
    [InlineData(NetVips.Enums.ForeignPngFilter.Avg)]
    [InlineData(NetVips.Enums.ForeignPngFilter.Paeth)]
    [InlineData(NetVips.Enums.ForeignPngFilter.All)]
    public void Decode_UndoesEveryFilter(NetVips.Enums.ForeignPngFilter filter)
    {
        var ids = Random(31, 23, 60000).Ids;
        using var image = NetVips.Image.NewFromMemory(ids, 31, 23, 1, NetVips.Enums.BandFormat.Ushort);
        using var grey = image.Copy(interpretation: NetVips.Enums.Interpretation.Grey16);
        Assert.Equal(ids, LabelMapPng.Decode(grey.PngsaveBuffer(filter: filter), "map.png").Ids);
        using var narrow = NetVips.Image.NewFromMemory(ids.Select(i => (byte)i).ToArray(), 31, 23, 1, NetVips.Enums.BandFormat.Uchar);
        Assert.Equal(ids.Select(i => (ushort)(byte)i), LabelMapPng.Decode(narrow.PngsaveBuffer(filter: filter), "map.png").Ids);
    }

    [Theory]
    [InlineData("upright_reference.png", ImageRefusalReasons.NotALabelMap)]
    [InlineData("gray_alpha.png", ImageRefusalReasons.NotALabelMap)]
    [InlineData("orientation_1.jpg", ImageRefusalReasons.UnsupportedFormat)]
    [InlineData("bad_crc.png", ImageRefusalReasons.Unreadable)]
    [InlineData("bomb_valid_20000x20000_1bit.png", ImageRefusalReasons.TooManyPixels)]
    [InlineData("zero_byte.jpg", ImageRefusalReasons.Empty)]
    public void Decode_SaysWhyItRefuses(string file, string reason)
    {
        var refusal = Assert.Throws<ImageRefusedException>(() => LabelMapPng.Decode(Fixtures.Bytes("exif", file), file));
        Assert.Equal(reason, refusal.Reason);
        Assert.Contains($"'{file}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_RefusesEveryCut()
    {
        var whole = LabelMapPng.Encode(Random(9, 9, 4), 4);
        for (var length = 8; length < whole.Length; length++)
        {
            var refusal = Assert.Throws<ImageRefusedException>(() => LabelMapPng.Decode(whole[..length], "map.png"));
            Assert.Equal(ImageRefusalReasons.Truncated, refusal.Reason);
        }
    }

    [Fact]
    public void Decode_RefusesInterlacing()
    {
        var refusal = Assert.Throws<ImageRefusedException>(() => LabelMapPng.Decode(HandMadePng.Make(1, 1, 8, 0, [0, 1], interlace: 1), "map.png"));
        Assert.Equal(ImageRefusalReasons.UnsupportedFormat, refusal.Reason);
    }

    [Fact]
    public void Decode_BelievesNoHeader_ThatItsDataCannotFill()
    {
        var bomb = HandMadePng.Make(10_000, 9_000, 8, 0, new byte[1000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<ImageRefusedException>(() => LabelMapPng.Decode(bomb, "map.png"));
        Assert.Equal(ImageRefusalReasons.Truncated, refusal.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    [Fact]
    public void Decode_RefusesOrReadsDamagedFiles_ButNeverFailsOtherwise()
    {
        var random = new Random(3);
        var whole = LabelMapPng.Encode(Random(20, 20, 9), 9);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = whole.ToArray();
            if (i % 2 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else Repair(bytes, random);
            try
            {
                _ = LabelMapPng.Decode(bytes, "map.png", new ImageDecodingOptions { MaxPixels = 100_000 });
            }
            catch (ImageRefusedException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void EncodeGrey_KeepsEveryLevel()
    {
        var levels = new byte[256];
        for (var i = 0; i < levels.Length; i++) levels[i] = (byte)i;
        var again = LabelMapPng.Decode(LabelMapPng.EncodeGrey(levels, 32, 8), "confidence.png");
        Assert.Equal(levels.Select(l => (ushort)l), again.Ids);
        Assert.Throws<ArgumentException>(() => LabelMapPng.EncodeGrey(levels, 32, 9));
    }

    /// <summary>Damages the header or the data and mends the checksum, so that the damage is read.</summary>
    private static void Repair(byte[] png, Random random)
    {
        var at = 8;
        for (var chunk = random.Next(3); ; chunk--)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (chunk > 0)
            {
                at += 12 + length;
                continue;
            }

            png[at + 8 + random.Next(length)] ^= (byte)(1 << random.Next(8));
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(at + 8 + length), PngChunks.Crc(png.AsSpan(at + 4, 4), png.AsSpan(at + 8, length)));
            return;
        }
    }

    private static LabelMap Random(int width, int height, int classes)
    {
        var random = new Random(width * 31 + classes);
        var ids = new ushort[width * height];
        for (var i = 0; i < ids.Length; i++) ids[i] = i % 7 == 6 ? LabelMap.IgnoreFor(classes) : (ushort)random.Next(classes);
        return new LabelMap(ids, width, height);
    }
}
