using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Devices;

/// <summary>Loads models. The host registers one as a singleton.</summary>
public interface ISegmenterFactory
{
    /// <summary>Loads a bundle onto a device. Called on the thread that owns the device, and so are all calls of what it returns.</summary>
    /// <param name="path">The bundle's folder.</param>
    /// <param name="device">As in <see cref="DeviceOptions.Devices"/>.</param>
    /// <exception cref="Exception">Any: it becomes a <see cref="Abstractions.Models.ModelUnavailableException"/> with its message.</exception>
    ISegmenter Create(string path, string device);
}
