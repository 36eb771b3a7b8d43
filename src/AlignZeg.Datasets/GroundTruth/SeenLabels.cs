using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>
/// The inductive rule as a type: from stored ids to the labels that training may see. Names and ids of unseen classes are left behind in the constructor, so that nothing
/// behind it can hand them out. 0 background, i + 1 the i-th seen class, 255 everything else.
/// </summary>
public sealed class SeenLabels
{
    private const byte Ignored = 255;
    private const int MostSeen = 254;
    private readonly byte[] _labels = new byte[ushort.MaxValue + 1];
    private readonly bool[] _unknown = new bool[ushort.MaxValue + 1];

    /// <param name="split">The classes.</param> <param name="convention">Of the stored ids.</param>
    /// <exception cref="GroundTruthException">The two have other numbers of classes, or there are more than 254 seen classes or none.</exception>
    public SeenLabels(SeenSplit split, LabelConvention convention)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(convention);
        if (convention.Classes != split.Classes.Count)
            throw new GroundTruthException($"The split '{split.Name}' has {split.Classes.Count} classes, the label convention '{convention.Name}' {convention.Classes}.");
        Names = [.. split.Classes.Where((_, i) => split.Seen[i])];
        if (Names.Count is 0 or > MostSeen) throw new GroundTruthException($"The split '{split.Name}' has {Names.Count} seen classes; training takes 1 to {MostSeen}.");
        byte next = 1;
        int[] labels = [.. split.Seen.Select(seen => seen ? next++ : Ignored)];
        for (int id = 0; id < _labels.Length; id++)
        {
            int found = convention.ClassOf((ushort)id);
            _unknown[id] = found == LabelConvention.Unknown;
            _labels[id] = found >= 0 ? (byte)labels[found] : found == LabelConvention.Background ? (byte)0 : Ignored;
        }
    }

    /// <summary>Names of the seen classes; label i + 1 is the i-th.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The labels of a map.</summary>
    /// <param name="map">As stored.</param> <param name="name">What messages call it.</param>
    /// <exception cref="GroundTruthException">The map holds an id that the data set does not have.</exception>
    public byte[] Of(LabelMap map, string name)
    {
        ArgumentNullException.ThrowIfNull(map);
        var labels = new byte[map.Ids.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            ushort id = map.Ids[i];
            if (_unknown[id]) throw new GroundTruthException($"The label map '{name}' holds the id {id}, which the data set does not have; check the label convention.");
            labels[i] = _labels[id];
        }

        return labels;
    }
}
