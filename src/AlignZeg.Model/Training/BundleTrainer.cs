using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Text;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Training;

/// <summary>From data and a recipe to a bundle on disk: first the CLIP, then the network on it. Same seed and same machine: same bytes.</summary>
/// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The recipe's supervision makes no sense for these classes.</exception>
public sealed class BundleTrainer(TrainingRecipe recipe, TrainingData data, string device = "cpu")
{
    private readonly TrainingData _data = data.Under(recipe.Supervision);

    /// <summary>Trains and writes the bundle.</summary>
    /// <param name="output">Folder to write.</param>
    /// <param name="clipFrom">A CLIP that is taken as it is (a bundle, a folder of Hugging Face, a checkpoint of OpenAI), or null to train one.</param>
    /// <param name="progress">Told every step.</param>
    /// <param name="checkpoints">How the run can go on after it was stopped; null: it cannot.</param>
    /// <param name="cancellationToken">Checked at every step; a checkpoint is kept then.</param>
    /// <exception cref="ModelBundleException">The bundle of the CLIP cannot be loaded, or there is no such device.</exception>
    /// <exception cref="CheckpointException">The checkpoint to go on from is damaged or of another run.</exception>
    public void Train(
        string output, string? clipFrom = null, IProgress<TrainingProgress>? progress = null, CheckpointPolicy? checkpoints = null, CancellationToken cancellationToken = default)
    {
        recipe.Validate();
        using var scope = NewDisposeScope();
        var keeper = new CheckpointKeeper(checkpoints);
        if (recipe.Segmentation.Staged is { AfterJoint: true }) TrainAfterJoint(output, clipFrom, keeper, progress, cancellationToken);
        else Train(output, clipFrom, keeper, progress, cancellationToken);
        keeper.Finish();
    }

    /// <summary>Writes into a bundle the score below which no class claims a pixel. Pick it on seen classes only.</summary>
    /// <param name="directory">The bundle.</param> <param name="threshold">0..1.</param>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public static void SetClaimThreshold(string directory, double threshold) => ModelBundle.SetClaimThreshold(directory, threshold);

    /// <summary>The numbers of a bundle's network.</summary>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public static AlignZegConfig ConfigOf(string directory) => ModelBundle.ConfigOf(directory).AlignZeg;

    /// <summary>Changes numbers of a bundle that only inference reads, such as gamma and theta of the bias correction. Pick them on held-out seen classes only.</summary>
    /// <param name="directory">The bundle.</param> <param name="change">Old numbers to new ones.</param>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public static void Adjust(string directory, Func<AlignZegConfig, AlignZegConfig> change) => ModelBundle.Adjust(directory, change);

    private void Train(string output, string? clipFrom, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var target = TorchDevices.Open(device);
        bool clipIsMade = keeper.Found is { Phase: not ClipTrainer.Phase };
        manual_seed(recipe.Clip.Seed);
        using var bundle = Create(clipIsMade ? output : clipFrom, target);
        if (clipFrom is null && !clipIsMade) TrainClip(bundle, target, keeper, progress, cancellationToken);
        bundle.Save(output);
        manual_seed(recipe.Segmentation.Seed);
        bundle.ResetNetwork();
        if (recipe.Segmentation.Staged is not null) manual_seed(recipe.Segmentation.Seed); // masks must not depend on what classification drew at its start
        bundle.Network.to(target);
        int? stopped = TrainNetwork(bundle, target, keeper, progress, cancellationToken);
        bundle.Save(output);
        ClassificationStage.Note(output, stopped);
    }

    // The checkpoint of the first stage stays until the second is through: who is stopped there goes on from it.
    private void TrainAfterJoint(string output, string? clipFrom, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        new BundleTrainer(ClassificationStage.JointOf(recipe), data, device).Train(output, clipFrom, keeper, progress, cancellationToken);
        var stage = new ClassificationStage(output, data, recipe);
        stage.Train(stage.Collect(cancellationToken), output, cancellationToken: cancellationToken);
    }

    /// <summary>An untrained bundle with the CLIP of another one, or with one that is to be trained on the words of the data.</summary>
    private ModelBundle Create(string? clipFrom, Device target)
    {
        using var source = clipFrom is null ? null : ClipBundle.Load(clipFrom, target);
        var tokenizer = source?.Tokenizer ?? Words();
        var clip = source?.Model.Config ?? recipe.ClipModel with { Text = recipe.ClipModel.Text with { VocabSize = tokenizer.VocabSize } };
        var bundle = new ModelBundle(new(BundleConfig.CurrentFormat, recipe.Name, clip, recipe.AlignZeg with { SeenClasses = _data.SeenNames }), tokenizer);
        bundle.Clip.to(target);
        if (source is null) return bundle;
        bundle.Clip.CopyFrom(source.Model);
        bundle.Clip.eval();
        return bundle;
    }

    private WordTokenizer Words()
    {
        var words = recipe.AlignZeg.Templates.Select(t => t.Replace("{}", " ", StringComparison.Ordinal)).Append("and").Concat(_data.Names).SelectMany(WordTokenizer.Split);
        return new([.. words.Distinct()], recipe.ClipModel.Text.Context);
    }

    private void TrainClip(ModelBundle bundle, Device target, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var trainer = new ClipTrainer(bundle.Clip, bundle.Tokenizer, data.Names, recipe.AlignZeg.Templates, recipe.Clip);
        trainer.Run(new TrainingSet(data.Captioned, recipe.Clip.Seed), new TrainingSet(data.Tiles, recipe.Clip.Seed), target, keeper, progress, cancellationToken);
    }

    private int? TrainNetwork(ModelBundle bundle, Device target, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var (options, text) = (recipe.Segmentation, bundle.Embed(_data.SeenNames, target, cancellationToken));
        new SegmentationTrainer(bundle.Network, bundle.Clip, text, options).Run(_data.Batches(options), target, keeper, progress, cancellationToken);
        if (options.Staged is not { Steps: > 0 } staged) return null;
        var regions = ClassificationStage.Collect(bundle, _data, options, target, cancellationToken);
        var heldOut = staged.PicksSteps ? ClassificationStage.CollectHeldOut(bundle, _data, options, target, cancellationToken) : null;
        bundle.Network.to(CPU); // rows of a few hundred numbers
        return ClassificationStage.Train(bundle, regions, heldOut, text.cpu(), options, cancellationToken);
    }
}
