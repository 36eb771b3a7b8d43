using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Training.Regions;

/// <summary>
/// The part of AlignZeg behind the masks, trained alone on embeddings of regions: adapter, background prototypes, virtual features and indicator are the network's own. Shows what objective
/// misalignment does to recognition while masks are the same for everybody.
/// </summary>
public sealed class RegionClassifier : IDisposable
{
    private readonly AlignZegNetwork _network;
    private readonly float _temperature;
    private readonly float[] _seenText;

    private RegionClassifier(AlignZegNetwork network, float temperature, float[] seenText) => (_network, _temperature, _seenText) = (network, temperature, seenText);

    /// <summary>Trains on regions of labelled classes. Unlabelled objects are background to it, or nothing where the recipe is ignore-aware.</summary>
    /// <param name="regions">All regions; labels of other classes are hidden here, whatever they hold.</param> <param name="labelled">Per class whether its masks are trained on.</param>
    /// <param name="prototypes">Asked for labelled classes only.</param> <param name="temperature">tau.</param> <param name="recipe">What and how.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A number of the recipe is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no region of a labelled class, or none to be background.</exception>
    public static RegionClassifier Train(
        RegionSet regions, IReadOnlyList<bool> labelled, IClassPrototypes prototypes, float temperature, RegionRecipe recipe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Losses.Validate();
        float[] text = [.. Enumerable.Range(0, labelled.Count).Where(i => labelled[i]).SelectMany(i => prototypes.Of(i).ToArray())];
        manual_seed(recipe.Losses.Seed);
        var config = new AlignZegConfig { Adapter = recipe.Adapter, BackgroundPrototypes = recipe.BackgroundPrototypes, Correction = recipe.Correction, FusionLayers = [] };
        if (recipe.AdapterWidth is { } width) config = config with { AdapterWidth = width };
        var network = new AlignZegNetwork(config, new ClipConfig { ProjectionDim = regions.Dimension, Vision = new() { ImageSize = 64, PatchSize = 8, HiddenSize = 8, IntermediateSize = 8, Heads = 1, Layers = 1 } });
        new RegionTrainer(network, regions.Under(labelled), text, temperature, recipe.Losses).Run(cancellationToken);
        return new(network, temperature, text);
    }

    /// <summary>Logits of regions among any classes, and how unseen they look.</summary>
    /// <param name="regions">Their labels are not read.</param> <param name="text">T of all classes to choose from, [C, D].</param>
    public RegionLogits Score(RegionSet regions, float[] text)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(text);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        int classes = text.Length / regions.Dimension;
        var tau = tensor(_temperature);
        var space = new PrototypeSpace(tensor(text, [classes, regions.Dimension]), _network.Classification.Prototypes, tau);
        var features = _network.Classification.Adapt(tensor(regions.Embeddings, [regions.Count, regions.Dimension]));                  // f, [N, D]
        var logits = space.Logits(features);                                                                                            // [N, C+K]
        var seen = tensor(_seenText, [_seenText.Length / regions.Dimension, regions.Dimension]);
        float[] unseenness = _network.Indicator is { } indicator ? indicator.Unseenness(features, seen, tau).ToNumbers<float>() : [];
        return new(classes, logits.narrow(-1, 0, classes).contiguous().ToNumbers<float>(), ProposalClassifier.LogBackground(logits, classes).ToNumbers<float>(), unseenness);
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}

/// <summary>What a classifier says about regions.</summary>
/// <param name="Count">C.</param> <param name="Classes">[N, C] row-major.</param> <param name="Background">logsumexp over the prototypes, [N].</param> <param name="Unseenness">[N], or empty.</param>
public sealed record RegionLogits(int Count, float[] Classes, float[] Background, float[] Unseenness);
