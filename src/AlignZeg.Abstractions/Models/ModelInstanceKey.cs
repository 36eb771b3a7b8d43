using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Models;

/// <summary>Names a model on one device of one silo; the grain of that key lives on that silo or nowhere. Written <c>silo/device/model</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.model-instance")]
public sealed record ModelInstanceKey
{
    /// <summary>Names a model on a device.</summary>
    /// <param name="silo">The silo's name, as in its options.</param>
    /// <param name="device">A device of that silo: <c>cpu</c>, <c>cuda:0</c>.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="FormatException">A part that is empty or has a slash.</exception>
    public ModelInstanceKey(string silo, string device, ModelKey model) =>
        (Silo, Device, Model) = (Check(silo, "silo"), Check(device, "device"), model ?? throw new ArgumentNullException(nameof(model)));

    /// <summary>Name of the silo.</summary>
    [Id(0)] public string Silo { get; }

    /// <summary>Name of the device.</summary>
    [Id(1)] public string Device { get; }

    /// <summary>The model.</summary>
    [Id(2)] public ModelKey Model { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>silo/device/model</c>.</exception>
    public static ModelInstanceKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 3, "silo/device/model");
        return new(parts[0], parts[1], new ModelKey(parts[2]));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Silo}/{Device}/{Model}";

    private static string Check(string part, string what) =>
        string.IsNullOrEmpty(part) || part.Contains('/', StringComparison.Ordinal)
            ? throw new FormatException($"The {what} '{part}' is empty or has a '/'.")
            : part;
}
