using System.Text.Json;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Datasets.Tests.Metrics;

public sealed class PanopticQualityTests
{
    private const double Tolerance = 1e-12;

    // Categories of the golden cases; 92, 100 and 200 are stuff.
    private static readonly int[] Things = [1, 3, 17];

    public static TheoryData<string> Cases => [.. File.ReadLines(Fixtures.PathOf("metrics", "panoptic.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Add_EqualsTheGolden(string line)
    {
        var golden = JsonDocument.Parse(line).RootElement;
        var quality = new PanopticQuality();
        quality.Add(Ids(golden, "pred"), Segments(golden, "pred_segments"), Ids(golden, "gt"), Segments(golden, "gt_segments"));
        var occurring = golden.GetProperty("per_category").EnumerateObject().Where(c => c.Value.GetProperty("pq").ValueKind != JsonValueKind.Null).ToList();
        Assert.Equal(occurring.Select(c => int.Parse(c.Name)).Order(), quality.Categories.Select(c => c.Category));
        foreach (var counts in quality.Categories) AssertCategory(golden.GetProperty("per_category").GetProperty(counts.Category.ToString()), counts);
        AssertScores(golden, "all", quality.Categories);
        AssertScores(golden, "things", quality.Categories.Where(c => Things.Contains(c.Category)));
        AssertScores(golden, "stuff", quality.Categories.Where(c => !Things.Contains(c.Category)));
    }

    [Fact]
    public void Merge_EqualsAddingEverythingToOne()
    {
        var (one, first, second) = (new PanopticQuality(), new PanopticQuality(), new PanopticQuality());
        foreach (var (i, line) in File.ReadLines(Fixtures.PathOf("metrics", "panoptic.jsonl")).Index())
        {
            var golden = JsonDocument.Parse(line).RootElement;
            foreach (var quality in new[] { one, i % 2 == 0 ? first : second })
                quality.Add(Ids(golden, "pred"), Segments(golden, "pred_segments"), Ids(golden, "gt"), Segments(golden, "gt_segments"));
        }

        first.Merge(second);
        foreach (var (expected, actual) in one.Categories.Zip(first.Categories))
        {
            Assert.Equal(expected with { IouSum = 0 }, actual with { IouSum = 0 });
            Assert.Equal(expected.IouSum, actual.IouSum, Tolerance);
        }
    }

    // Two of three pixels have no truth: nobody can say that the segment is wrong. One of two is not enough.
    [Theory]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 1, 1, 1)]
    public void Add_ForgivesASegmentThatLiesMostlyOnVoid(int first, int second, int third, int spurious)
    {
        var quality = new PanopticQuality();
        quality.Add([7, 7, 7], [new(7, 1)], [first, second, third], [new(1, 2)]);
        Assert.Equal((spurious, 1), (quality.Categories.Sum(c => c.Spurious), quality.Categories.Sum(c => c.Missed)));
    }

    [Fact]
    public void Add_RefusesSegmentsThatTheListLacks()
    {
        var failure = Assert.Throws<TruthMismatchException>(() => new PanopticQuality().Add([7, 8], [new(7, 1)], [1, 1], [new(1, 1)]));
        Assert.Equal(TruthMismatchException.UnknownId, failure.Reason);
        Assert.Contains("segment 8", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertCategory(JsonElement golden, PanopticCounts counts)
    {
        Assert.Equal(
            (golden.GetProperty("tp").GetInt32(), golden.GetProperty("fp").GetInt32(), golden.GetProperty("fn").GetInt32()), (counts.Matched, counts.Spurious, counts.Missed));
        Assert.Equal(golden.GetProperty("iou").GetDouble(), counts.IouSum, Tolerance);
        AssertNear(golden.GetProperty("pq"), counts.Quality);
        AssertNear(golden.GetProperty("sq"), counts.SegmentationQuality);
        AssertNear(golden.GetProperty("rq"), counts.RecognitionQuality);
    }

    private static void AssertScores(JsonElement golden, string group, IEnumerable<PanopticCounts> categories)
    {
        var (expected, scores) = (golden.GetProperty("summary").GetProperty(group), PanopticScores.Of(categories));
        Assert.Equal(expected.GetProperty("n").GetInt32(), scores.Categories);
        AssertNear(expected.GetProperty("pq"), scores.Quality);
        AssertNear(expected.GetProperty("sq"), scores.SegmentationQuality);
        AssertNear(expected.GetProperty("rq"), scores.RecognitionQuality);
    }

    private static void AssertNear(JsonElement expected, double? actual)
    {
        if (expected.ValueKind == JsonValueKind.Null || actual is null) Assert.True(expected.ValueKind == JsonValueKind.Null && actual is null, $"expected {expected}, got {actual}");
        else Assert.Equal(expected.GetDouble(), actual.Value, Tolerance);
    }

    private static int[] Ids(JsonElement golden, string member) => [.. golden.GetProperty(member).EnumerateArray().Select(e => e.GetInt32())];

    private static List<PanopticSegment> Segments(JsonElement golden, string member) => [.. golden.GetProperty(member).EnumerateArray().Select(s => new PanopticSegment(
        s.GetProperty("id").GetInt32(), s.GetProperty("category_id").GetInt32(), s.TryGetProperty("iscrowd", out var crowd) && crowd.GetInt32() != 0))];
}
