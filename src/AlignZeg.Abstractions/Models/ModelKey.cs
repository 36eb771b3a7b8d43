using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Models;

/// <summary>Names a model; models are shared by all tenants.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.model")]
public sealed record ModelKey
{
    /// <summary>Checks the name.</summary>
    /// <exception cref="FormatException">A name that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public ModelKey(string name) => Name = KeyPart.Check(name, "model's name");

    /// <summary>The name.</summary>
    [Id(0)] public string Name { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not a model's name.</exception>
    public static ModelKey Parse(string key) => new(key);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
