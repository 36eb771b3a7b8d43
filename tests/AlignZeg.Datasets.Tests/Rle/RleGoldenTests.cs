using System.Text.Json;
using AlignZeg.Datasets.Rle;

namespace AlignZeg.Datasets.Tests.Rle;

/// <summary>What cocoapi's C code answered; see fixtures/rle/README.md.</summary>
public sealed class RleGoldenTests
{
    private static readonly JsonElement[] Masks = [.. File.ReadLines(Fixtures.PathOf("rle", "masks.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
    private static readonly Dictionary<string, RleMask> ByName = new(Masks.ToDictionary(one => one.GetProperty("name").GetString()!, MaskOf)) { ["zeros_2x3"] = new([6], 3, 2) };

    [Fact]
    public void EncodeAndDecode_EqualTheGolden()
    {
        Assert.Equal(49, Masks.Length);
        Assert.All(Masks, one =>
        {
            var (width, height) = (one.GetProperty("w").GetInt32(), one.GetProperty("h").GetInt32());
            var pixels = Bits(one.GetProperty("bits").GetBytesFromBase64(), width * height);
            var mask = RleMask.Encode(pixels, width, height);
            AssertSame(one, mask);
            Assert.Equal(pixels, new RleMask(RleText.Read(one.GetProperty("rle").GetString()!), width, height).Decode());
        });
    }

    [Fact]
    public void Set_FindsTheSameRuns() => Assert.All(Masks, one =>
    {
        var (width, height) = (one.GetProperty("w").GetInt32(), one.GetProperty("h").GetInt32());
        var areas = Bits(one.GetProperty("bits").GetBytesFromBase64(), width * height).Select(bit => bit - 1).ToArray();
        Assert.Equal(Counts(one), Assert.Single(RleSet.Of(areas, 1, width, height)).Counts);
    });

    [Fact]
    public void Text_EqualsTheGolden() => Assert.All(Read("strings.json"), one =>
    {
        Assert.Equal(one.GetProperty("rle").GetString(), RleText.Write([.. Counts(one)]));
        Assert.Equal(Counts(one), RleText.Read(one.GetProperty("rle").GetString()!));
    });

    [Fact]
    public void Pairs_EqualTheGolden()
    {
        Assert.Equal(62, Read("pairs.json").Length);
        Assert.All(Read("pairs.json"), one =>
        {
            var (a, b) = (ByName[one.GetProperty("a").GetString()!], ByName[one.GetProperty("b").GetString()!]);
            Assert.Equal(one.GetProperty("intersection").GetInt64(), RleOverlap.Intersection(a, b).Area);
            Assert.Equal(one.GetProperty("union").GetInt64(), RleOverlap.Union(a, b).Area);
            Assert.Equal(one.GetProperty("iou").GetDouble(), RleOverlap.Iou(a, b, crowd: false), 1e-12);
            Assert.Equal(one.GetProperty("iou_crowd").GetDouble(), RleOverlap.Iou(a, b, crowd: true), 1e-12);
            Assert.Equal(one.GetProperty("bbox_iou").GetDouble(), a.Bounds.IouWith(b.Bounds, crowd: false), 1e-12);
            Assert.Equal(one.GetProperty("bbox_iou_crowd").GetDouble(), a.Bounds.IouWith(b.Bounds, crowd: true), 1e-12);
            if (one.TryGetProperty("merge_union", out var union) && union.ValueKind == JsonValueKind.String) Assert.Equal(union.GetString(), RleText.Write(RleOverlap.Union(a, b).Counts));
            if (one.TryGetProperty("merge_intersect", out var both) && both.ValueKind == JsonValueKind.String) Assert.Equal(both.GetString(), RleText.Write(RleOverlap.Intersection(a, b).Counts));
        });
    }

    [Fact]
    public void SizesThatDiffer_AreAnsweredAsTheGoldenDoes()
    {
        Assert.All(Read("size_mismatch.json"), one =>
            Assert.Equal(one.GetProperty("iou").GetDouble(), RleOverlap.Iou(ByName[one.GetProperty("a").GetString()!], ByName[one.GetProperty("b").GetString()!], crowd: false)));
        var failure = Assert.Throws<RleException>(() => RleOverlap.Union(ByName["1x1_one"], ByName["1x17_one"]));
        Assert.Contains("1x1 and 17x1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Polygons_EqualTheGolden() => Assert.All(Read("polygons.json"), one =>
    {
        var (width, height) = (one.GetProperty("w").GetInt32(), one.GetProperty("h").GetInt32());
        var values = (one.TryGetProperty("xy", out var points) ? points : one.GetProperty("bbox_in")).EnumerateArray().Select(value => value.GetDouble()).ToArray();
        AssertSame(one, one.GetProperty("kind").GetString() == "poly" ? RlePolygon.Fill(values, width, height) : RlePolygon.Fill(new RleBox(values[0], values[1], values[2], values[3]), width, height));
    });

    private static void AssertSame(JsonElement golden, RleMask mask)
    {
        Assert.Equal(Counts(golden), mask.Counts);
        Assert.Equal(golden.GetProperty("rle").GetString(), RleText.Write(mask.Counts));
        Assert.Equal(golden.GetProperty("area").GetInt64(), mask.Area);
        Assert.Equal(golden.GetProperty("bbox").EnumerateArray().Select(value => value.GetDouble()), [mask.Bounds.X, mask.Bounds.Y, mask.Bounds.Width, mask.Bounds.Height]);
    }

    private static RleMask MaskOf(JsonElement one) => new(Counts(one), one.GetProperty("w").GetInt32(), one.GetProperty("h").GetInt32());

    private static IEnumerable<long> Counts(JsonElement one) => one.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64());

    private static byte[] Bits(byte[] packed, int pixels) => [.. Enumerable.Range(0, pixels).Select(i => (byte)((packed[i / 8] >> (7 - i % 8)) & 1))];

    private static JsonElement[] Read(string file) => [.. JsonDocument.Parse(Fixtures.Bytes("rle", file)).RootElement.EnumerateArray()];
}
