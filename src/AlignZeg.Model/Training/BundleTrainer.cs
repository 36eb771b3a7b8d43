using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Training;

/// <summary>From data and a recipe to a bundle on disk: first the CLIP, then the network on it. Same seed and same machine: same bytes.</summary>
/// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The recipe's supervision makes no sense for these classes.</exception>
public sealed class BundleTrainer(TrainingRecipe recipe, TrainingData data, string device = "cpu")
{
    private readonly TrainingData _data = data.Under(recipe.Supervision);

    /// <summary>Trains and writes the bundle.</summary>
    /// <param name="output">Folder to write.</param>
    /// <param name="clipFrom">A bundle whose CLIP is taken as it is, or null to train one.</param>
    /// <param name="progress">Told every few steps.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="ModelBundleException">The bundle of the CLIP cannot be loaded, or there is no such device.</exception>
    public void Train(string output, string? clipFrom = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        recipe.Clip.Validate();
        recipe.Segmentation.Validate();
        var target = TorchDevices.Open(device);
        using var scope = NewDisposeScope();
        manual_seed(recipe.Clip.Seed);
        using var bundle = Create();
        bundle.Clip.to(target);
        if (clipFrom is null) TrainClip(bundle, target, progress, cancellationToken);
        else CopyClip(clipFrom, bundle, target);
        bundle.Save(output); // a run stopped from here on goes on with clipFrom = output
        manual_seed(recipe.Segmentation.Seed);
        bundle.ResetNetwork();
        bundle.Network.to(target);
        TrainNetwork(bundle, target, progress, cancellationToken);
        bundle.Save(output);
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

    private ModelBundle Create()
    {
        var words = recipe.AlignZeg.Templates.Select(t => t.Replace("{}", " ", StringComparison.Ordinal)).Append("and").Concat(_data.Names).SelectMany(WordTokenizer.Split);
        var tokenizer = new WordTokenizer([.. words.Distinct()], recipe.ClipModel.Text.Context);
        var clip = recipe.ClipModel with { Text = recipe.ClipModel.Text with { VocabSize = tokenizer.VocabSize } };
        return new(new(BundleConfig.CurrentFormat, recipe.Name, clip, recipe.AlignZeg with { SeenClasses = _data.SeenNames }), tokenizer);
    }

    private void TrainClip(ModelBundle bundle, Device target, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var trainer = new ClipTrainer(bundle.Clip, bundle.Tokenizer, _data.Names, recipe.AlignZeg.Templates, recipe.Clip);
        trainer.Run(new TrainingSet(_data.Captioned, recipe.Clip.Seed), new TrainingSet(_data.Tiles, recipe.Clip.Seed), target, progress, cancellationToken);
    }

    private static void CopyClip(string from, ModelBundle bundle, Device target)
    {
        using var none = no_grad();
        using var source = ModelBundle.Load(from, target);
        var weights = source.Clip.state_dict();
        foreach (var (name, value) in bundle.Clip.state_dict()) value.copy_(weights[name]);
        bundle.Clip.eval();
    }

    private void TrainNetwork(ModelBundle bundle, Device target, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Tensor text;
        using (no_grad())
        {
            var encoder = new TextEncoder(bundle.Clip, bundle.Tokenizer);
            text = encoder.EmbedClasses([.. _data.SeenNames.Select(n => (IReadOnlyList<string>)[n])], recipe.AlignZeg.Templates, target, cancellationToken);
        }

        var trainer = new SegmentationTrainer(bundle.Network, bundle.Clip, text, recipe.Segmentation);
        trainer.Run(new TrainingSet(_data.SeenOnly(), recipe.Segmentation.Seed), target, progress, cancellationToken);
    }
}
