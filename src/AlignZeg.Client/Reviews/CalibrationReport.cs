using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;
using AlignZeg.Client.Vocabularies;

namespace AlignZeg.Client.Reviews;

/// <summary>How far a calibration is, and what came of it.</summary>
/// <param name="Complete">False: the server goes on at the next call.</param>
/// <param name="Images">Reviewed images that it uses: accepted or corrected.</param>
/// <param name="Measured">How many of them are measured.</param>
/// <param name="Unreadable">Images that could not be read again, or not be compared, and are left out.</param>
/// <param name="Rejected">Reviewed images that it cannot use, since nobody said what would be right.</param>
/// <param name="Result">Complete: what came of it.</param>
public sealed record CalibrationReport(bool Complete, int Images, int Measured, int Unreadable, int Rejected, CalibrationResult? Result = null);

/// <summary>What to calibrate a vocabulary with.</summary>
/// <param name="Jobs">1 to 100 jobs with reviews, of this vocabulary and of one model.</param>
/// <param name="Target">Of the pixels that keep a class, the share that must be right, above 0 and below 1.</param>
/// <param name="Version">The version to begin from; null = the latest.</param>
/// <param name="LeastPixels">Classes with fewer pixels in the images that are fitted on are left as they are.</param>
public sealed record CalibrationOrder(IReadOnlyList<string> Jobs, double Target = .9, int? Version = null, int LeastPixels = 1_000);

/// <summary>What came of a calibration. All figures are of the images that nothing was fitted on.</summary>
/// <param name="Target">As asked for.</param>
/// <param name="FittedOn">Images.</param>
/// <param name="TestedOn">Images: the others.</param>
/// <param name="Before">With the thresholds of the version that was begun from.</param>
/// <param name="After">With those of the draft.</param>
/// <param name="Classes">By id; those that the model gave to a pixel.</param>
/// <param name="Base">The version that was begun from.</param>
/// <param name="Draft">The vocabulary with the fitted thresholds, for <see cref="VocabularyClient.PublishAsync"/>.</param>
/// <param name="Version">The version that it was published as; null = it was not.</param>
public sealed record CalibrationResult(
    double Target, int FittedOn, int TestedOn, CalibrationFigures Before, CalibrationFigures After, IReadOnlyList<CalibratedClass> Classes, int Base, VocabularyDefinition Draft, int? Version);

/// <summary>Figures of some pixels.</summary>
/// <param name="Pixels">That keep their class.</param>
/// <param name="Precision">The share of them that is right; null = there are none.</param>
/// <param name="Abstained">The share of pixels that lose theirs to a threshold; null = there were none.</param>
public sealed record CalibrationFigures(long Pixels, double? Precision, double? Abstained);

/// <summary>What came of a class.</summary>
/// <param name="Id">Of the class.</param>
/// <param name="Name">As it is put out.</param>
/// <param name="Outcome">Whether a threshold was fitted.</param>
/// <param name="Threshold">The draft's; null = none.</param>
/// <param name="Before">With the thresholds of the version that was begun from.</param>
/// <param name="After">With those of the draft.</param>
public sealed record CalibratedClass(int Id, string Name, FitOutcome Outcome, double? Threshold, CalibrationFigures Before, CalibrationFigures After);

/// <summary>How the fit of a class ended.</summary>
[JsonConverter(typeof(OpenEnumConverter<FitOutcome>))]
public enum FitOutcome
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>There is a threshold, or none is needed.</summary>
    Fitted,

    /// <summary>The reviewed images have too few pixels of the class; it is left as it is.</summary>
    TooFewPixels,

    /// <summary>No threshold reaches the target; it is left as it is.</summary>
    OutOfReach,
}
