namespace AlignZeg.Model.Training;

/// <summary>What a bundle is trained on.</summary>
/// <param name="Names">Every class, seen and unseen; label i + 1 of the pictures is class i.</param>
/// <param name="Seen">Whose masks may be trained on.</param>
/// <param name="Captioned">Pictures with captions, for the CLIP; their classes may be unseen ones.</param>
/// <param name="Tiles">Pictures of one object at half the side, all of one size, with captions: for mosaics.</param>
/// <param name="Labelled">Pictures with masks; those of unseen classes are hidden from training here, whatever the pictures hold.</param>
public sealed record TrainingData(IReadOnlyList<string> Names, IReadOnlyList<bool> Seen, IReadOnlyList<TrainingImage> Captioned,
    IReadOnlyList<TrainingImage> Tiles, IReadOnlyList<TrainingImage> Labelled)
{
    private const long FarApart = 1_000_000; // batches

    /// <summary>Where labelled pictures come from that do not fit into memory; null: they are <see cref="Labelled"/>.</summary>
    public IPictureSource? Pictures { get; init; }

    /// <summary>Labelled pictures of a data set; the CLIP comes from elsewhere. Its seen classes are all that is known of it.</summary>
    public static TrainingData Of(IPictureSource pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return new(pictures.SeenNames, [.. pictures.SeenNames.Select(_ => true)], [], [], []) { Pictures = pictures };
    }

    /// <summary>Names of the seen classes, in order.</summary>
    public IReadOnlyList<string> SeenNames => [.. Names.Where((_, i) => Seen[i])];

    /// <summary>The same data with masks of other classes allowed; what was seen and is not any more becomes unseen, pixels and all.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The options make no sense for these classes.</exception>
    internal TrainingData Under(SupervisionOptions supervision)
    {
        var seen = supervision.Apply(Seen);
        if (Pictures is not null && !seen.SequenceEqual(Seen))
            throw new System.ComponentModel.DataAnnotations.ValidationException("The field HeldOut must be 0 for a data set: hold classes out in its split file.");
        return this with { Seen = seen };
    }

    /// <summary>Batches of labelled pictures, as the inductive rule allows.</summary>
    internal BatchSource Batches(SegmentationTrainingOptions options) =>
        Pictures is { } pictures ? BatchSource.Of(pictures, options.Batch) : BatchSource.Of(SeenOnly(), options.Batch, options.Seed);

    /// <summary>The same in two that share no picture: most of them, and a fifth, which judges. Of a source that draws by itself, draws that are far apart.</summary>
    internal (BatchSource Most, BatchSource Others) BatchesApart(SegmentationTrainingOptions options)
    {
        if (Pictures is not null)
        {
            var all = Batches(options);
            return (all, all with { Make = i => all.Make(i + FarApart) });
        }

        var (pictures, judged) = (Labelled, Math.Max(1, Regions.HeldOutRegions.Judged(Labelled.Count)));
        return ((this with { Labelled = [.. pictures.SkipLast(judged)] }).Batches(options), (this with { Labelled = [.. pictures.TakeLast(judged)] }).Batches(options));
    }

    /// <summary>The labelled pictures as the inductive rule allows: seen classes renumbered without gaps, unseen ones ignored.</summary>
    internal IReadOnlyList<TrainingImage> SeenOnly()
    {
        var map = new byte[256];
        Array.Fill(map, TrainingImage.Ignored);
        map[0] = 0;
        byte next = 1;
        for (int i = 0; i < Names.Count; i++)
            if (Seen[i]) map[i + 1] = next++;
        return [.. Labelled.Select(image => image with { Labels = Array.ConvertAll(image.Labels, label => map[label]), Classes = [] })];
    }
}
