namespace AlignZeg.Abstractions.Tenants;

/// <summary>What labelling has used: of an image, a shard, a job, or a tenant.</summary>
/// <param name="Images">Images with a result, failed ones too.</param>
/// <param name="Pixels">Of the images at original size.</param>
/// <param name="Bytes">Of the encoded images.</param>
/// <param name="DeviceMilliseconds">Time on devices.</param>
/// <param name="Reused">Images among them whose result was taken over from the same picture, without a device.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.usage")]
public sealed record LabellingUsage(long Images, long Pixels, long Bytes, double DeviceMilliseconds, long Reused)
{
    /// <summary>Nothing.</summary>
    public static readonly LabellingUsage None = new(0, 0, 0, 0, 0);

    /// <summary>Both together.</summary>
    public LabellingUsage Plus(LabellingUsage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Images + other.Images, Pixels + other.Pixels, Bytes + other.Bytes, DeviceMilliseconds + other.DeviceMilliseconds, Reused + other.Reused);
    }

    /// <summary>This without an earlier part of it.</summary>
    public LabellingUsage Minus(LabellingUsage earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return new(Images - earlier.Images, Pixels - earlier.Pixels, Bytes - earlier.Bytes, DeviceMilliseconds - earlier.DeviceMilliseconds, Reused - earlier.Reused);
    }
}
