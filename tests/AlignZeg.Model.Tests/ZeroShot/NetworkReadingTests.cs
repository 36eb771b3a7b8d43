using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Cli.Calibration;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class NetworkReadingTests
{
    // A threshold that was picked without the correction would call background what the correction takes from seen classes: the baseline would look worse than it is.
    [Fact]
    public void PickClaim_FollowsTheCorrection()
    {
        string model = Fixtures.PathInProject("src", "AlignZeg.Cli", "models", "tiny");
        var (token, world) = (TestContext.Current.CancellationToken, World.Create());
        var scenes = NetworkScenes.Draw(new NetworkPlan { TrainingScenes = 1, CalibrationScenes = 1, TestScenes = 12 }, new SceneStyle(), token);
        string[] names = [.. world.Materials.Select(material => material.Name)];
        using var reading = new NetworkReading(model, NetworkJudge.OfHeldOut(names, world.Seen, world.Seen), scenes.Test, null, token);
        var stacking = new SweepPoint(SweepPoint.Stacking, null, .6);

        var (plain, corrected) = (reading.PickClaim(SweepPoint.Nothing, token), reading.PickClaim(stacking, token));

        Assert.InRange(corrected, .05, plain - .1);
        Assert.True(reading.At(stacking, corrected, token).Seen > reading.At(stacking, plain, token).Seen + 1);
    }
}
