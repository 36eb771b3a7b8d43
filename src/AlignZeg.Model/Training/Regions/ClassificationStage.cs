using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Training.Regions;

/// <summary>
/// The second stage of staged training: everything behind the masks, on the proposals of a network whose masks are trained. Several classifications may share one network's proposals: they then differ in
/// nothing but themselves.
/// </summary>
/// <param name="masks">Folder of a bundle whose masks are trained, without an adapter.</param> <param name="data">What the masks were trained on.</param> <param name="recipe">Of the whole training.</param>
public sealed class ClassificationStage(string masks, TrainingData data, TrainingRecipe recipe)
{
    private readonly TrainingData _data = data.Under(recipe.Supervision);

    /// <summary>The recipe of the first stage: what a classification does not change.</summary>
    public static TrainingRecipe MasksOf(TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var (network, losses, plain) = (recipe.AlignZeg, recipe.Segmentation, new SegmentationTrainingOptions());
        return recipe with
        {
            AlignZeg = network with { Adapter = ProposalClassification.AdapterForm.Off, BackgroundPrototypes = 1, Correction = new() },
            Segmentation = losses with
            {
                Staged = new() { Steps = 0 }, VirtualWeight = 0, MatchedWeight = plain.MatchedWeight, NoObjectWeight = plain.NoObjectWeight, IgnoreAwareNoObject = plain.IgnoreAwareNoObject,
                DuplicatesMayStay = plain.DuplicatesMayStay, Expansion = plain.Expansion, Background = plain.Background, Indicator = plain.Indicator,
            },
        };
    }

    /// <summary>The recipe of a first stage that trains masks and classes together: background prototypes and losses of classes are the recipe's, all that is meant for the second stage is off.</summary>
    public static TrainingRecipe JointOf(TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var plain = new SegmentationTrainingOptions();
        return recipe with
        {
            AlignZeg = recipe.AlignZeg with { Adapter = ProposalClassification.AdapterForm.Off, Correction = new() },
            Segmentation = recipe.Segmentation with { Staged = null, VirtualWeight = 0, Expansion = plain.Expansion, Background = plain.Background, Indicator = plain.Indicator },
        };
    }

    /// <summary>The proposals of the network on pictures that it was trained on.</summary>
    public RegionSet Collect(CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        using var bundle = ModelBundle.Load(masks, CPU);
        return Collect(bundle, _data, recipe.Segmentation, CPU, cancellationToken);
    }

    /// <summary>The same proposals where a quarter of the seen classes is held out, for recipes that pick how many steps they take.</summary>
    public HeldOutRegions CollectHeldOut(CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        using var bundle = ModelBundle.Load(masks, CPU);
        return CollectHeldOut(bundle, _data, recipe.Segmentation, CPU, cancellationToken);
    }

    /// <summary>Trains a classification and writes the whole model.</summary>
    /// <param name="regions">Of <see cref="Collect(CancellationToken)"/>.</param> <param name="output">Folder of the bundle to write.</param> <param name="heldOut">Of <see cref="CollectHeldOut(CancellationToken)"/>; null: collected if
    /// the recipe needs them.</param> <param name="cancellationToken">Checked at every step.</param>
    public void Train(RegionSet regions, string output, HeldOutRegions? heldOut = null, CancellationToken cancellationToken = default)
    {
        recipe.Validate();
        using var scope = NewDisposeScope();
        using var source = ModelBundle.Load(masks, CPU);
        using var bundle = new ModelBundle(source.Config with { AlignZeg = recipe.AlignZeg with { SeenClasses = _data.SeenNames } }, source.Tokenizer);
        bundle.Clip.CopyFrom(source.Clip);
        manual_seed(recipe.Segmentation.Seed);
        bundle.ResetNetwork();
        bundle.Network.Extraction.CopyFrom(source.Network.Extraction);
        if (recipe.Segmentation.Staged!.PicksSteps) heldOut ??= CollectHeldOut(source, _data, recipe.Segmentation, CPU, cancellationToken);
        int? stopped = Train(bundle, regions, heldOut, bundle.Embed(_data.SeenNames, CPU, cancellationToken), recipe.Segmentation, cancellationToken);
        bundle.Save(output);
        Note(output, stopped);
    }

    internal static RegionSet Collect(ModelBundle bundle, TrainingData data, SegmentationTrainingOptions options, Device device, CancellationToken cancellationToken)
    {
        manual_seed(options.Seed);
        return ProposalRegions.Collect(bundle, data.Batches(options), data.SeenNames.Count, options.Staged!.Pictures, kept: null, options, device, cancellationToken);
    }

    internal static HeldOutRegions CollectHeldOut(ModelBundle bundle, TrainingData data, SegmentationTrainingOptions options, Device device, CancellationToken cancellationToken)
    {
        manual_seed(options.Seed);
        var (classes, pictures, (most, others)) = (data.SeenNames.Count, options.Staged!.Pictures, data.BatchesApart(options));
        var kept = HeldOutRegions.KeptOf(classes);
        var training = ProposalRegions.Collect(bundle, most, classes, pictures - HeldOutRegions.Judged(pictures), kept, options, device, cancellationToken);
        return new(training, HeldOutRegions.Objects(ProposalRegions.Collect(bundle, others, classes, HeldOutRegions.Judged(pictures), kept: null, options, device, cancellationToken)), kept);
    }

    /// <summary>Trains a network's classification.</summary>
    /// <param name="bundle">Its masks are trained.</param> <param name="regions">Its proposals.</param> <param name="heldOut">The same with classes held out; not read unless the number of steps is picked.</param>
    /// <param name="text">T_S, [Cs, D].</param> <param name="options">With a second stage.</param> <param name="cancellationToken">Checked at every step.</param>
    /// <returns>After how many steps it was stopped, where that was picked.</returns>
    internal static int? Train(ModelBundle bundle, RegionSet regions, HeldOutRegions? heldOut, Tensor text, SegmentationTrainingOptions options, CancellationToken cancellationToken)
    {
        var (staged, network) = (options.Staged!, bundle.Config.AlignZeg);
        var (names, temperature) = (text.ToNumbers<float>(), bundle.Clip.Temperature.ToSingle());
        var recipe = new RegionRecipe
        {
            Adapter = network.Adapter, AdapterWidth = network.AdapterWidth, BackgroundPrototypes = network.BackgroundPrototypes, Correction = network.Correction,
            Losses = options with { Steps = staged.Steps, Batch = staged.Batch, LearningRate = staged.LearningRate, WarmUp = staged.WarmUp },
        };
        int? stop = staged.PicksSteps ? EarlyStop.Pick(heldOut!, names, temperature, recipe, staged.Stops!, cancellationToken) : null;
        if (stop is { } steps) recipe = recipe.After(steps);
        manual_seed(options.Seed);
        new RegionTrainer(bundle.Network, regions, names, temperature, recipe.Losses).Run(cancellationToken);
        bundle.Network.eval();
        return stop;
    }

    /// <summary>Writes into a bundle what <see cref="Train(ModelBundle, RegionSet, HeldOutRegions?, Tensor, SegmentationTrainingOptions, CancellationToken)"/> picked.</summary>
    internal static void Note(string bundle, int? stopped)
    {
        if (stopped is { } steps) ModelBundle.Adjust(bundle, config => config with { ClassificationSteps = steps });
    }
}
