using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary>The shipped model on scenes of a seed that nothing was trained or tuned on.</summary>
public sealed class ModelQualityTests
{
    // Bands, not figures (the README of AlignZeg.Model has those): 100 scenes move hIoU by about two points.
    [Fact]
    public async Task ShippedModel_RecognisesUnseenClasses_AndBeatsDenseClipTwice()
    {
        var figures = (await AlignZegProcess.RunAsync("bench", "quality", "--count", "100", "--seed", "777")).Expect(0).Last;
        Assert.InRange(Figure(figures, "harmonic_iou"), .40, 1);
        Assert.InRange(Figure(figures, "mean_iou_unseen"), .35, 1);
        Assert.InRange(Figure(figures, "ratio"), 2, 100);
    }

    private static double Figure(JsonElement figures, string name) => figures.GetProperty(name).GetDouble();
}
