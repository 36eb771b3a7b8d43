using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Workers;

/// <summary>How a device's worker takes and processes images.</summary>
public sealed class WorkerOptions
{
    /// <summary>Most images of a lease; also the most that are computed again when a worker is lost. Default: 16.</summary>
    [Range(1, 1024)] public int LeaseImages { get; set; } = 16;

    /// <summary>How long a worker is to be busy with a lease: it takes as many images as it has lately managed in that time, at least a batch. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")] public TimeSpan LeaseTarget { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most encoded bytes of a lease, where the manifest says how large images are. Default: 256 MiB.</summary>
    [Range(1, long.MaxValue)] public long LeaseBytes { get; set; } = 256L << 20;

    /// <summary>Leases in hand at a time: with 2 the next one is read and decoded while the present one computes. Default: 2.</summary>
    [Range(1, 16)] public int LeasesInHand { get; set; } = 2;

    /// <summary>Largest batch, in images; never more than <see cref="LeaseImages"/>. Default: 4.</summary>
    [Range(1, 1024)] public int MaxBatchImages { get; set; } = 4;

    /// <summary>Largest batch, in pixels at the model's input size; one image is always a batch. Default: 4 million.</summary>
    [Range(1, long.MaxValue)] public long MaxBatchPixels { get; set; } = 4_000_000;

    /// <summary>Images that are read and decoded at a time. Default: half the cores, at least 1.</summary>
    [Range(1, 256)] public int PreparationThreads { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Images whose outputs are encoded and written at a time. Default: half the cores, at least 1.</summary>
    [Range(1, 256)] public int EncodingThreads { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Pixels at original size between decoding and the acknowledgement, of all images together; bounds memory. Default: 200 million.</summary>
    [Range(1, long.MaxValue)] public long MaxPixelsInHand { get; set; } = 200_000_000;

    /// <summary>How long a stopping worker may take to finish what is computed. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a picture that its tenant has had labelled with the same model, vocabulary and outputs is taken over in place of computed again; costs a read and a
    /// small write per image. Default: true.
    /// </summary>
    public bool ReuseResults { get; set; } = true;

    /// <summary>
    /// Whether what a model sees in an image before it knows the classes is kept for later jobs of the tenant: a job that changes only the vocabulary runs no image encoder
    /// then. Costs storage, see <see cref="AlignZeg.Model.Inference.ImageFeatures"/>; nothing deletes it. Models without such features are not affected. Default: false.
    /// </summary>
    public bool CacheFeatures { get; set; }

    internal int BatchImages => Math.Min(MaxBatchImages, LeaseImages);
}

/// <summary>Checks <see cref="WorkerOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>;
