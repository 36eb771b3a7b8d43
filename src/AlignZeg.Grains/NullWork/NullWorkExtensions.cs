using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AlignZeg.Grains.NullWork;

/// <summary>Workers that do nothing to images: what is left is the way of an image through the platform, for measuring it.</summary>
public static class NullWorkExtensions
{
    /// <summary>Hash of the model that computes nothing; jobs name it.</summary>
    public static string ModelHash { get; } = new('0', 64);

    /// <summary>
    /// Replaces reading and decoding, the model, and encoding and writing outputs. Leases, the queues between the stages, the device threads, records,
    /// reports, logs and counts stay what they are. Call it after <see cref="Hosting.GrainsSiloBuilderExtensions.AddAlignZegGrains"/>.
    /// </summary>
    public static ISiloBuilder UseNullWork(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IImageReader, NullImageReader>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IResultEncoder, NullResultEncoder>());
        builder.Services.AddSingleton<ISegmenterFactory, NullSegmenterFactory>();
        return builder;
    }
}
