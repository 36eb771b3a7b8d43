namespace AlignZeg.Abstractions.Tenants;

/// <summary>What a tenant may use; null = as much as there is. Days are those of UTC.</summary>
/// <param name="ImagesPerDay">Images with a result, failed ones too.</param>
/// <param name="PixelsPerDay">Pixels of the images at original size.</param>
/// <param name="DeviceSecondsPerDay">Seconds on devices.</param>
/// <param name="BytesPerDay">Bytes of the encoded images.</param>
/// <param name="RunningJobs">Jobs at a time; those that are paused, blocked or ended do not count.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.tenant-quotas")]
public sealed record TenantQuotas(
    long? ImagesPerDay = null, long? PixelsPerDay = null, double? DeviceSecondsPerDay = null, long? BytesPerDay = null, int? RunningJobs = null)
{
    /// <summary>No limits.</summary>
    public static readonly TenantQuotas None = new();

    /// <summary>Accepts quotas that keep the rules.</summary>
    /// <exception cref="InvalidTenantTermsException">One is below 0.</exception>
    public void Check()
    {
        if (ImagesPerDay < 0 || PixelsPerDay < 0 || DeviceSecondsPerDay is < 0 or double.NaN || BytesPerDay < 0 || RunningJobs < 0)
            throw new InvalidTenantTermsException("A quota is below 0; give 0 or more, or nothing for no limit.");
    }
}
