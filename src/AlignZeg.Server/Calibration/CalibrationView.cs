using System.Text.Json;

namespace AlignZeg.Server.Calibration;

/// <summary>How far a calibration is, and what came of it.</summary>
/// <param name="Complete">False: it took longer than a request may; the same call goes on where this one ended.</param>
/// <param name="Images">Reviewed images that it uses: accepted or corrected.</param>
/// <param name="Measured">How many of them are measured.</param>
/// <param name="Unreadable">Images that could not be read again, or not be compared, and are left out.</param>
/// <param name="Rejected">Reviewed images that it cannot use, since nobody said what would be right.</param>
/// <param name="Result">Complete: what came of it.</param>
internal sealed record CalibrationView(bool Complete, int Images, int Measured, int Unreadable, int Rejected, CalibrationResult? Result = null);

/// <summary>What to calibrate a vocabulary with.</summary>
/// <param name="Jobs">1 to 100 jobs with reviews, of this vocabulary and of one model.</param>
/// <param name="Target">Of the pixels that keep a class, the share that must be right, above 0 and below 1.</param>
/// <param name="Version">The version to begin from; null = the latest.</param>
/// <param name="LeastPixels">Classes with fewer pixels in the images that are fitted on are left as they are.</param>
internal sealed record CalibrationBody(IReadOnlyList<string> Jobs, double Target = .9, int? Version = null, int LeastPixels = 1_000);

/// <summary>What came of a calibration. All figures are of the images that nothing was fitted on.</summary>
/// <param name="Target">As asked for.</param>
/// <param name="FittedOn">Images.</param>
/// <param name="TestedOn">Images: the others, chosen by the hash of their names.</param>
/// <param name="Before">With the thresholds of the version that was begun from.</param>
/// <param name="After">With those of the draft.</param>
/// <param name="Classes">By id; those that the model gave to a pixel.</param>
/// <param name="Base">The version that was begun from.</param>
/// <param name="Draft">The vocabulary with the fitted thresholds; what a PUT takes.</param>
/// <param name="Version">The version that it was published as; null = it was not.</param>
internal sealed record CalibrationResult(
    double Target, int FittedOn, int TestedOn, CalibrationFigures Before, CalibrationFigures After, IReadOnlyList<CalibratedClass> Classes, int Base, JsonElement Draft, int? Version);

/// <summary>Figures of some pixels, four decimals.</summary>
/// <param name="Pixels">That keep their class.</param>
/// <param name="Precision">The share of them that is right; null = there are none.</param>
/// <param name="Abstained">The share of pixels that lose theirs to a threshold; null = there were none.</param>
internal sealed record CalibrationFigures(long Pixels, double? Precision, double? Abstained);

/// <summary>What came of a class.</summary>
/// <param name="Id">Of the class.</param>
/// <param name="Name">As it is put out.</param>
/// <param name="Outcome">Whether a threshold was fitted.</param>
/// <param name="Threshold">The draft's; null = none.</param>
/// <param name="Before">With the thresholds of the version that was begun from.</param>
/// <param name="After">With those of the draft.</param>
internal sealed record CalibratedClass(int Id, string Name, FitOutcome Outcome, double? Threshold, CalibrationFigures Before, CalibrationFigures After);
