using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Dispatching;

/// <summary>Names a pool of workers that take work from one dispatcher.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.pool")]
public sealed record PoolKey
{
    /// <summary>The pool that every worker is in unless told otherwise.</summary>
    public static readonly PoolKey Default = new("default");

    /// <summary>Checks the name.</summary>
    /// <exception cref="FormatException">A name that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public PoolKey(string name) => Name = KeyPart.Check(name, "pool's name");

    /// <summary>The name.</summary>
    [Id(0)] public string Name { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not a pool's name.</exception>
    public static PoolKey Parse(string key) => new(key);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
