namespace AlignZeg.Client.Tenants;

/// <summary>What a tenant may use; null = as much as there is. Days are those of UTC.</summary>
/// <param name="ImagesPerDay">Images with a result, failed ones too.</param>
/// <param name="PixelsPerDay">Pixels of the images at original size.</param>
/// <param name="DeviceSecondsPerDay">Seconds on devices.</param>
/// <param name="BytesPerDay">Bytes of the encoded images.</param>
/// <param name="RunningJobs">Jobs at a time; those that are paused, blocked or ended do not count.</param>
public sealed record TenantQuotas(
    long? ImagesPerDay = null, long? PixelsPerDay = null, double? DeviceSecondsPerDay = null, long? BytesPerDay = null, int? RunningJobs = null);

/// <summary>A tenant's share of the workers beside others.</summary>
/// <param name="Weight">With 3, three images for each of a tenant with 1.</param>
public sealed record TenantWeight(double Weight);
