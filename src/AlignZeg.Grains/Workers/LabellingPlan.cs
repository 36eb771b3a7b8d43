using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Vocabularies;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Grains.Workers;

/// <summary>Everything a worker needs to label an image of a job.</summary>
internal sealed class LabellingPlan
{
    private readonly ushort[] _ids;
    private readonly ushort _unclaimed;

    public LabellingPlan(JobPlan job, ModelBundle model, VocabularyDefinition vocabulary, Classifier classifier, ISegmenter segmenter)
    {
        (Job, Model, Vocabulary, Classifier, Segmenter) = (job, model, vocabulary, classifier.With(AbstentionRule.Of(vocabulary)), segmenter);
        _ids = [.. vocabulary.RecognisedIds().Select(id => (ushort)id)];
        Colours = ClassColours.Of(vocabulary);
        Ignore = LabelMap.IgnoreFor(vocabulary.Classes.Count);
        _unclaimed = (ushort?)vocabulary.BackgroundId() ?? Ignore;
    }

    public JobPlan Job { get; }

    /// <summary>The job's model, with its path on this machine.</summary>
    public ModelBundle Model { get; }

    /// <summary>See <see cref="Reuse.ResultFingerprint"/>; null if results are not reused.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>See <see cref="Reuse.FeatureCache.FolderOf"/>; null if features are not kept.</summary>
    public string? FeatureFolder { get; init; }

    public VocabularyDefinition Vocabulary { get; }

    public Classifier Classifier { get; }

    /// <summary>For <see cref="ISegmenter.InputSizeFor"/>; everything else is for the device's thread.</summary>
    public ISegmenter Segmenter { get; }

    /// <summary>Which pictures are cut into tiles; null = none.</summary>
    public TileRule? Tiles { get; init; }

    /// <summary>Per class the colour of masks and overlays.</summary>
    public IReadOnlyList<Rgb> Colours { get; }

    /// <summary>The id that means "no label" in this vocabulary's maps.</summary>
    public ushort Ignore { get; }

    /// <summary>The id that overlays leave unpainted: background if the vocabulary has it, otherwise "no label".</summary>
    public ushort Unpainted => _unclaimed;

    /// <summary>Positions in the classifier become ids of the vocabulary; pixels that are left without a class become <see cref="Ignore"/>.</summary>
    public LabelMap ToIds(SegmentedImage image, int width, int height)
    {
        var ids = new ushort[image.Labels.Length];
        ToIds(image.Labels, ids);
        return new(ids, width, height);
    }

    /// <summary>The same of some pixels.</summary>
    public void ToIds(ReadOnlySpan<ushort> labels, Span<ushort> ids)
    {
        for (int i = 0; i < labels.Length; i++) ids[i] = IdOf(labels[i]);
    }

    private ushort IdOf(ushort label) => label switch
    {
        SegmentedImage.Unclaimed => _unclaimed,
        SegmentedImage.Abstained => Ignore,
        _ => _ids[label],
    };
}
