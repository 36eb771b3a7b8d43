using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>A network whose masks are trained and nothing else, and what rows that share it need of it: each is computed when it is first asked for.</summary>
/// <param name="bundle">Folder.</param> <param name="data">What it was trained on.</param> <param name="recipe">Of any row with these masks.</param> <param name="scenes">All of them.</param>
/// <param name="cancellationToken">Stops between scenes.</param>
internal sealed class NetworkMasks(string bundle, TrainingData data, TrainingRecipe recipe, NetworkScenes scenes, CancellationToken cancellationToken)
{
    private readonly Lazy<RegionSet> _regions = new(() => new ClassificationStage(bundle, data, recipe).Collect(cancellationToken));
    private readonly Lazy<HeldOutRegions> _heldOut = new(() => new ClassificationStage(bundle, data, recipe).CollectHeldOut(cancellationToken));
    private readonly Lazy<IReadOnlyList<ImageFeatures>> _calibration = new(() => Read(bundle, scenes.Calibration, cancellationToken)), _test = new(() => Read(bundle, scenes.Test, cancellationToken));

    /// <summary>Which labels its regions have.</summary>
    public SupervisionOptions Supervision => recipe.Supervision;

    /// <summary>Folder of the bundle.</summary>
    public string Bundle => bundle;

    /// <summary>Proposals on the pictures of training.</summary>
    public RegionSet Regions => _regions.Value;

    /// <summary>The same where some classes are held out, which numbers of steps are picked by.</summary>
    public HeldOutRegions HeldOut => _heldOut.Value;

    /// <summary>What it sees in the scenes on which numbers are picked.</summary>
    public IReadOnlyList<ImageFeatures> Calibration => _calibration.Value;

    /// <summary>What it sees in the scenes that figures are from.</summary>
    public IReadOnlyList<ImageFeatures> Test => _test.Value;

    private static IReadOnlyList<ImageFeatures> Read(string bundle, TrainingImage[] pictures, CancellationToken cancellationToken)
    {
        using var segmenter = Segmenter.Load(bundle);
        return NetworkReading.Read(segmenter, pictures, cancellationToken);
    }
}
