using System.Text.Json.Serialization;
using AlignZeg.Model;
using AlignZeg.Model.BiasCorrection;

namespace AlignZeg.Cli.Calibration;

/// <summary>One point of the S-U curve: how scores of seen classes were lowered, and what came of it.</summary>
/// <param name="Kind">"none", "stacking" (every pixel) or the mode of the bias correction (flagged proposals).</param>
/// <param name="Theta">Threshold of the indicator; null where there is none.</param> <param name="Gamma">How much seen classes lost.</param>
internal sealed record SweepPoint(string Kind, double? Theta, double Gamma)
{
    public const string None = "none", Stacking = "stacking";

    private static readonly double[] Shares = [.05, .1, .2, .3, .5], Logits = [.5, 1, 2, 4, 8], Thetas = [.1, .3, .5, .7, .9];

    /// <summary>Nothing is lowered.</summary>
    public static SweepPoint Nothing { get; } = new(None, null, 0);

    /// <summary>Claim threshold that it was measured with; null where that is told elsewhere. Not applied: another model at this point has a threshold of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Claim { get; init; }

    /// <summary>Mean IoU of the classes with masks in training, as a fraction; null if nothing was defined.</summary>
    public double? MiouSeen { get; init; }

    /// <summary>Mean IoU of the held-out classes.</summary>
    public double? MiouUnseen { get; init; }

    /// <summary>Harmonic mean of the two.</summary>
    public double? Hiou { get; init; }

    /// <summary>The points to measure for a model: nothing, calibrated stacking, and its own correction if it has an indicator.</summary>
    public static IReadOnlyList<SweepPoint> GridFor(CorrectionOptions correction)
    {
        var points = new List<SweepPoint> { Nothing };
        points.AddRange(Shares.Select(gamma => new SweepPoint(Stacking, null, gamma)));
        if (correction.Indicator == IndicatorInput.Off) return points;
        string mode = KindOf(correction.Mode);
        foreach (double theta in Thetas)
            points.AddRange((correction.Mode == CorrectionMode.Odds ? Logits : Shares).Select(gamma => new SweepPoint(mode, theta, gamma)));
        return points;
    }

    /// <summary>The S-U curve of calibrated stacking: its points of the grid.</summary>
    public static IReadOnlyList<SweepPoint> StackingCurve => [.. Shares.Select(gamma => new SweepPoint(Stacking, null, gamma))];

    /// <summary>A model's numbers at this point.</summary>
    public AlignZegConfig Apply(AlignZegConfig config) => Kind switch
    {
        None => config with { SeenPenalty = 0, Correction = config.Correction with { Gamma = 0 } },
        Stacking => config with { SeenPenalty = Gamma, Correction = config.Correction with { Gamma = 0 } },
        _ => config with { SeenPenalty = 0, Correction = config.Correction with { Gamma = Gamma, Threshold = Theta ?? config.Correction.Threshold } },
    };

    /// <summary>How a mode is called.</summary>
    public static string KindOf(CorrectionMode mode) => mode switch { CorrectionMode.Odds => "odds", CorrectionMode.Scale => "scale", _ => "subtract" };
}
