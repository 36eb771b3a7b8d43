namespace AlignZeg.Model.ProposalClassification;

/// <summary>For every class of a pool, the rows that may be mixed with it: those of other classes, or of the classes nearest by name.</summary>
internal sealed class PartnerTable
{
    private readonly Dictionary<long, long[]> _rows;
    private readonly Dictionary<(long Label, bool Near), IReadOnlyList<long>> _known = [];
    private readonly float[]? _cosines;
    private readonly int _classes, _neighbours;

    /// <param name="labels">Of the pool, [M].</param> <param name="text">T_S, [C, D], or null where nearness is not asked for.</param>
    /// <param name="neighbours">Classes that count as near.</param>
    public PartnerTable(long[] labels, Tensor? text, int neighbours)
    {
        using var scope = NewDisposeScope();
        _rows = labels.Select((label, row) => (label, row: (long)row)).GroupBy(p => p.label).ToDictionary(g => g.Key, g => g.Select(p => p.row).ToArray());
        _cosines = text?.detach().matmul(text.detach().mT).to(ScalarType.Float32).ToNumbers<float>();   // [C·C]
        (_classes, _neighbours) = ((int)(text?.size(0) ?? 0), neighbours);
    }

    /// <summary>Rows of the partners of a class; empty if the pool has no other class.</summary>
    public IReadOnlyList<long> Of(long label, bool near)
    {
        if (_known.TryGetValue((label, near), out var rows)) return rows;
        var others = _rows.Keys.Where(other => other != label).Order();
        var chosen = near ? others.OrderByDescending(other => _cosines![label * _classes + other]).Take(_neighbours) : others;
        return _known[(label, near)] = [.. chosen.SelectMany(other => _rows[other])];
    }
}
