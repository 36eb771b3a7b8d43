namespace AlignZeg.Grains.Devices;

/// <summary>What silos tell each other about themselves, as metadata.</summary>
internal static class SiloLabels
{
    /// <summary>The silo's name, which pins model instances.</summary>
    public const string Silo = "alignzeg.silo";

    /// <summary>Its device threads, separated by commas.</summary>
    public const string Devices = "alignzeg.devices";
}
