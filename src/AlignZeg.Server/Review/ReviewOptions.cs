using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Review;

/// <summary>Lists of images that a person should look at. Section <c>Review</c> of a cluster's configuration.</summary>
public sealed class ReviewOptions
{
    /// <summary>Most images in the list of a job: the most uncertain ones. Default: 1,000.</summary>
    [Range(1, 100_000)] public int MaxImages { get; set; } = 1_000;

    /// <summary>Most reviewed images that a calibration uses. Default: 500.</summary>
    [Range(2, 10_000)] public int CalibrationImages { get; set; } = 500;

    /// <summary>How long a call may measure images for a calibration; the same call again goes on from there. Default: 40 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan CalibrationTime { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>Jobs whose lists a silo keeps, so that the next look reads only what has come since; those not looked at for longest go. Default: 32.</summary>
    [Range(1, 10_000)] public int MaxJobs { get; set; } = 32;
}

/// <summary>Checks <see cref="ReviewOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class ReviewOptionsValidator : IValidateOptions<ReviewOptions>;
