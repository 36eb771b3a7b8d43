namespace AlignZeg.Abstractions.Models;

/// <summary>A device has as much waiting for it as it may have; ask again later.</summary>
[GenerateSerializer, Alias("alignzeg.device-busy")]
public sealed class DeviceBusyException : Exception
{
    /// <summary>Says what is in the way.</summary>
    public DeviceBusyException(string message) : base(message)
    {
    }

    /// <summary>Names the device and how many calls wait for it.</summary>
    public DeviceBusyException(string device, int waiting) : base($"The device '{device}' has {waiting} calls waiting; try again in a moment.")
    {
    }

    /// <summary>When to ask again; a queue of single images moves within seconds.</summary>
    public static TimeSpan RetryAfter => TimeSpan.FromSeconds(1);
}
