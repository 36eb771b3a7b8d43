using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class NetworkControlsTests
{
    // Easy scenes: the shipped CLIP names nearly every object whose mask it is given, and reads single patches badly.
    [Fact]
    public void Under_GivesTrueMasksTheirBackground_AndReadsDenselyWorse()
    {
        string model = Fixtures.PathInProject("src", "AlignZeg.Cli", "models", "tiny");
        var (token, plan) = (TestContext.Current.CancellationToken, new NetworkPlan { TrainingScenes = 1, CalibrationScenes = 4, TestScenes = 12 });
        var controls = new NetworkControls(NetworkScenes.Draw(plan, new SceneStyle(), token), model, ModelDescription.Of(model).Config.AlignZeg.Templates, token);

        var (given, dense) = (controls.Under(World.Create().Seen, split: 2).First(), controls.Under(World.Create().Seen, split: 2).Last());

        Assert.Equal((NetworkControls.GivenMasks, NetworkControls.Dense, 2), (given.Row, dense.Row, dense.Split));
        Assert.Equal(100, given.Plain.Background); // masks are given, so nothing of the background can be claimed
        Assert.InRange(given.Plain.Harmonic, 80, 100);
        Assert.InRange(dense.Plain.Harmonic, 5, given.Plain.Harmonic - 20);
    }
}
