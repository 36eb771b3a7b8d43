namespace AlignZeg.Abstractions.Tenants;

/// <summary>What was used, in the units that quotas have.</summary>
/// <param name="Images">Results, superseded ones too.</param>
/// <param name="Pixels">Of the images, upright.</param>
/// <param name="Bytes">Of the encoded images.</param>
/// <param name="DeviceSeconds">Time on devices.</param>
/// <param name="Reused">Results that were taken over from the same picture.</param>
public sealed record AmountView(long Images, long Pixels, long Bytes, double DeviceSeconds, long Reused)
{
    /// <summary>Shows a use.</summary>
    public static AmountView Of(LabellingUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return new(usage.Images, usage.Pixels, usage.Bytes, usage.DeviceMilliseconds / 1_000, usage.Reused);
    }
}
