namespace AlignZeg.Model.Checkpoints;

/// <summary>A type of numpy, as pickled: a name such as "f4", then a state whose second part is the byte order.</summary>
internal sealed class NumpyType(string name)
{
    public string Name { get; } = name;

    public bool BigEndian { get; private set; } = name.StartsWith('>');

    /// <summary>Takes over the state: (version, byte order, ...).</summary>
    public void Build(object? state) => BigEndian |= state is object?[] { Length: > 1 } parts && parts[1] is ">";
}
