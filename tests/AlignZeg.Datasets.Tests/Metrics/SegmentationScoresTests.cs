using System.Text.Json;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Datasets.Tests.Metrics;

public sealed class SegmentationScoresTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Cases => [.. File.ReadLines(Fixtures.PathOf("metrics", "semantic.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Of_EqualsTheGolden(string line)
    {
        var golden = JsonDocument.Parse(line).RootElement;
        var matrix = MatrixOf(golden);
        AssertCells(golden, matrix);
        var scores = SegmentationScores.Of(matrix, new ClassSplit(Integers(golden, "seen"), Integers(golden, "unseen")));
        AssertNear(golden.GetProperty("mIoU"), scores.MeanIou);
        AssertNear(golden.GetProperty("mIoU_seen"), scores.MeanIouSeen);
        AssertNear(golden.GetProperty("mIoU_unseen"), scores.MeanIouUnseen);
        AssertNear(golden.GetProperty("hIoU"), scores.HarmonicIou);
        AssertNear(golden.GetProperty("pAcc"), scores.PixelAccuracy);
        AssertNear(golden.GetProperty("mAcc"), scores.MeanAccuracy);
        AssertNear(golden.GetProperty("mDice"), scores.MeanDice);
        AssertNear(golden.GetProperty("fwIoU"), scores.FrequencyWeightedIou);
        AssertNear(golden.GetProperty("mIoU_gt_present_only"), scores.MeanIouTruthPresent);
        foreach (var score in scores.Classes) AssertClass(golden, score);
    }

    [Fact]
    public void Of_KeepsBackgroundOutOfSeenAndUnseen_ButInTheMean()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add([0, 0, 1, 2], [0, 1, 1, 2]);
        var scores = SegmentationScores.Of(matrix, new ClassSplit([1], [2]));
        Assert.Equal(0.5, scores.MeanIouSeen);
        Assert.Equal(1, scores.MeanIouUnseen);
        Assert.Equal((0.5 + 0.5 + 1) / 3, scores.MeanIou!.Value, Tolerance);
    }

    // Method, T8: hIoU of S = 91.9 and U = 77.8 is 84.3.
    [Fact]
    public void HarmonicIou_OfAPublishedRow_IsThePublishedNumber()
    {
        var matrix = new ConfusionMatrix(4);
        AddClass(matrix, 1, right: 919, wrong: 81);
        AddClass(matrix, 2, right: 778, wrong: 222);
        matrix.Add(Enumerable.Repeat((ushort)3, 500).ToArray(), Enumerable.Repeat(matrix.Ignore, 500).ToArray()); // ignored pixels count nowhere
        var scores = SegmentationScores.Of(matrix, new ClassSplit([1], [2]));
        Assert.Equal(.919, scores.MeanIouSeen!.Value, Tolerance);
        Assert.Equal(.778, scores.MeanIouUnseen!.Value, Tolerance);
        Assert.Equal(.843, scores.HarmonicIou!.Value, 5e-4);
        Assert.Equal(1697.0 / 2000, scores.PixelAccuracy!.Value, Tolerance);
    }

    [Fact]
    public void Of_RefusesSplitsOfOtherClasses()
    {
        Assert.Throws<ArgumentException>(() => SegmentationScores.Of(new ConfusionMatrix(2), new ClassSplit([0], [2])));
        Assert.Throws<ArgumentException>(() => new ClassSplit([0], [0]));
    }

    [Fact]
    public void Scores_AreWrittenUnderStableNames()
    {
        using var json = JsonSerializer.SerializeToDocument(SegmentationScores.Of(new ConfusionMatrix(1)));
        Assert.Equal(
            ["classes", "miou", "miou_seen", "miou_unseen", "hiou", "pixel_accuracy", "mean_accuracy", "mean_dice", "frequency_weighted_iou", "miou_truth_present"],
            json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("miou").ValueKind);
    }

    private static void AddClass(ConfusionMatrix matrix, ushort id, int right, int wrong) =>
        matrix.Add([.. Enumerable.Repeat(id, right), .. Enumerable.Repeat((ushort)0, wrong)], Enumerable.Repeat(id, right + wrong).ToArray());

    private static ConfusionMatrix MatrixOf(JsonElement golden)
    {
        var matrix = new ConfusionMatrix(golden.GetProperty("num_classes").GetInt32());
        var (width, height) = (golden.GetProperty("w").GetInt32(), golden.GetProperty("h").GetInt32());
        matrix.Add(new LabelMap(Ids(golden, "pred"), width, height), new LabelMap(Ids(golden, "gt"), width, height));
        return matrix;
    }

    private static void AssertCells(JsonElement golden, ConfusionMatrix matrix)
    {
        foreach (var cell in matrix.Cells)
        {
            var expected = cell.Predicted is { } id ? golden.GetProperty("confusion")[cell.Truth][id] : golden.GetProperty("pred_invalid")[cell.Truth];
            Assert.Equal(expected.GetInt64(), cell.Pixels);
        }

        var all = golden.GetProperty("confusion").EnumerateArray().SelectMany(row => row.EnumerateArray()).Concat(golden.GetProperty("pred_invalid").EnumerateArray());
        Assert.Equal(all.Sum(n => n.GetInt64()), matrix.Cells.Sum(c => c.Pixels));
    }

    private static void AssertClass(JsonElement golden, ClassScores score)
    {
        Assert.Equal(golden.GetProperty("intersect")[score.Class].GetInt64(), score.Intersection);
        Assert.Equal(golden.GetProperty("area_gt")[score.Class].GetInt64(), score.TruthPixels);
        Assert.Equal(golden.GetProperty("area_pred")[score.Class].GetInt64(), score.PredictedPixels);
        Assert.Equal(golden.GetProperty("union")[score.Class].GetInt64(), score.Union);
        AssertNear(golden.GetProperty("iou")[score.Class], score.Iou);
        AssertNear(golden.GetProperty("acc")[score.Class], score.Accuracy);
        AssertNear(golden.GetProperty("dice")[score.Class], score.Dice);
    }

    private static void AssertNear(JsonElement expected, double? actual)
    {
        if (expected.ValueKind == JsonValueKind.Null) Assert.Null(actual);
        else Assert.InRange(Math.Abs(expected.GetDouble() - actual!.Value), 0, Tolerance);
    }

    private static int[] Integers(JsonElement golden, string member) => [.. golden.GetProperty(member).EnumerateArray().Select(e => e.GetInt32())];

    private static ushort[] Ids(JsonElement golden, string member) => [.. golden.GetProperty(member).EnumerateArray().Select(e => e.GetUInt16())];
}
