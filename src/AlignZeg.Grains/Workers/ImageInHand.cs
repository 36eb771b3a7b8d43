using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Reuse;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Workers;

/// <summary>One image on its way through a worker; each stage fills in what it knows and passes it on.</summary>
internal sealed class ImageInHand(LeaseInHand lease, LeasedImage image)
{
    public LeaseInHand Lease => lease;

    public LeasedImage Image => image;

    public long? Bytes { get; set; }

    public string? Sha256 { get; set; }

    /// <summary>The picture; only kept where an overlay is asked for, of one in tiles made smaller.</summary>
    public RgbImage? Original { get; set; }

    public SegmenterInput? Input { get; set; }

    /// <summary>What the model has seen in the picture, here or in an earlier job; null if it is not to be kept.</summary>
    public ImageFeatures? Features { get; set; }

    /// <summary>True if <see cref="Features"/> were computed here, and nobody has them yet.</summary>
    public bool HasNewFeatures { get; set; }

    public SegmentedImage? Output { get; set; }

    /// <summary>Takes the output of a picture in tiles in place of <see cref="Output"/>, which is empty then; null = it is not cut.</summary>
    public RowOutputs? Rows { get; set; }

    /// <summary>The result of the same picture, which stands in place of an output of its own.</summary>
    public EarlierResult? Earlier { get; set; }

    /// <summary>While held, other copies of the picture wait for this one.</summary>
    public ComputedClaim? Claim { get; set; }

    /// <summary>Telling others of its result, which goes on while the result is reported; never fails.</summary>
    public Task Telling { get; set; } = Task.CompletedTask;

    /// <summary>Why it has no output; a result of its own.</summary>
    public ImageRejectedException? Rejection { get; set; }

    /// <summary>What goes into the log; null if the image was let go of.</summary>
    public CompletedImage? Result { get; set; }

    /// <summary>Pixels that it has taken from the worker's <see cref="PixelGate"/>.</summary>
    public long PixelsHeld { get; set; }

    /// <summary>True while it counts among the computed and not yet acknowledged.</summary>
    public bool HoldsComputeSlot { get; set; }

    /// <summary>When it began to wait for the device, in ticks of the stopwatch.</summary>
    public long ReadyAt { get; set; }

    public double ReadMs { get; set; }

    public double DecodeMs { get; set; }

    public double DeviceMs { get; set; }
}
