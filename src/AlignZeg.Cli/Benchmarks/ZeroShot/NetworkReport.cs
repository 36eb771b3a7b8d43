using System.Globalization;
using System.Text;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>The report of the full network as Markdown, of as many runs as there are: every figure comes from them, none from a person.</summary>
internal static class NetworkReport
{
    /// <summary>Writes it.</summary>
    /// <param name="table">The runs until now.</param> <param name="plan">Of them.</param> <param name="origin">Command, version and machine.</param>
    public static string Write(RegionTable table, ZeroShotPlan plan, string origin)
    {
        bool oneStage = plan.Network.Rows == NetworkRows.OneStage;
        var text = new StringBuilder("# Zero-shot benchmark: the full network\n\nWritten by `alignzeg bench zero-shot` after every training; not edited.\n\n").Append(origin).Append('\n');
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""

            {Progress(table.Results.Count, plan)} {plan.Network.Steps:N0} steps of {plan.Network.Batch} on {plan.Network.TrainingScenes:N0} hard scenes of {plan.Network.SceneSide} x {plan.Network.SceneSide}, the CLIP frozen;
            {plan.Network.CalibrationScenes:N0} scenes to pick numbers on, {plan.Network.TestScenes:N0} for the figures. S and U are mean IoU of seen and unseen classes in percent, h their harmonic mean (hIoU), background is accuracy of its pixels.
            gap = S - U, misalignment = gap minus the oracle's of the same split and seed. CS = calibrated stacking; gamma and theta are picked with a companion whose classification is trained without a quarter
            of the seen classes, for every run{(oneStage ? " (in one stage: one companion per row and split, trained without them altogether)" : "")}, the claim threshold on pixels of seen classes, anew for every correction. Gain = h with correction minus that of the base with CS, paired by split and seed.
            {ReportCells.Most} Recall = unseen objects that a mask overlaps by half.
            Shares of pixels of unseen classes that are called a seen class, or background. The oracle is the base with masks of all classes, and is not corrected.
            Training has two stages, masks first (their loss knows no class), then classification of the network's own proposals: rows with the same masks differ in classification alone, and the masks of MRPE and of the oracle are
            their own. MRPE fuses CLIP's first depth, and in training that of pictures whose colours are shuffled, as those of the network's own encoder are; SAN's fusion takes the last depth too, both of the true picture. Classification takes {new StagedOptions().Steps} steps; where it is stopped early as many of {string.Join(", ", plan.Network.FollowedSteps)} as suit a quarter of the seen classes that is held out meanwhile.{(oneStage ? " The last rows are trained in one stage." : "")} Rows without training have one run per split.

            | row | runs | S | U | gap | misalignment | h | S + CS | U + CS | h + CS | most | S + PBC | U + PBC | h + PBC | gain | wins | gain over most | wins | background | recall of unseen | unseen to seen | unseen to background | AUROC |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|

            """).ReplaceLineEndings("\n"));
        foreach (string row in table.Rows) Row(text, table, row);
        text.Append("\n![S and U over gamma](curve.svg)\n\n![S - U over steps](steps.svg)\n\n![scenes](pictures.png)\n\nSteps are those of classification, in split 0 with seed 1. Pictures: picture, truth, base, all together, each corrected; split 0, seed 1: first the scenes in which most pixels of unseen classes are gained, then those in which most are lost.\n");
        text.Append("\n## Every run\n\n| row | split | seed | S | U | h | gamma | S + CS | U + CS | h + CS | most | h + PBC | recall of unseen | steps |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var run in table.Results)
            text.Append(CultureInfo.InvariantCulture, $"| {run.Row} | {run.Split} | {run.Seed} | {run.Plain.Seen:F1} | {run.Plain.Unseen:F1} | {run.Plain.Harmonic:F1} | {run.Gamma:F2} | {run.Stacked.Seen:F1} | {run.Stacked.Unseen:F1} | {run.Stacked.Harmonic:F1} | {run.MostByStacking:F1} | {run.Corrected?.Harmonic.ToString("F1", CultureInfo.InvariantCulture)} | {run.Plain.Recall:F1} | {run.Steps} |\n");
        return text.ToString();
    }

    /// <summary>The S-U curve of every row, means over the runs, nothing corrected first; only of rows with as many runs as the base has: means over other pairs are not to be compared with these.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Curves(RegionTable table)
    {
        IReadOnlyList<CurvePoint>[] Of(string row) => [.. table.Results.Where(result => result.Row == row).Select(result => result.Curve).OfType<IReadOnlyList<CurvePoint>>()];
        int whole = Of(RegionRow.Base).Length;
        return
        [
            .. from row in table.Rows
               let curves = Of(row)
               where curves.Length > 0 && curves.Length >= whole
               select (row, (IReadOnlyList<(double, double)>)[.. Enumerable.Range(0, curves[0].Count).Select(i => (curves.Average(curve => curve[i].Seen), curves.Average(curve => curve[i].Unseen)))]),
        ];
    }

    private static string Progress(int done, ZeroShotPlan plan)
    {
        int all = (NetworkRow.InTurn(plan.Network).Sum(rows => rows.Length) * plan.Seeds + NetworkControls.Rows) * plan.Splits;
        return done == all ? $"{all} runs." : $"{done} of {all} runs are done; the same command goes on with the others.";
    }

    private static void Row(StringBuilder text, RegionTable table, string row)
    {
        var runs = table.Results.Where(result => result.Row == row).ToArray();
        string Cell(Func<RegionResult, double> figure) => Spread.Of(table.Of(row, figure)).ToString();
        string Known(Func<RegionResult, double?> figure) => ReportCells.Of(runs.Select(figure));
        bool corrected = runs.All(run => run.Corrected is not null);
        string[] cells =
        [
            row, runs.Length.ToString(CultureInfo.InvariantCulture), Cell(r => r.Plain.Seen), Cell(r => r.Plain.Unseen), Cell(r => r.Plain.Gap), ReportCells.Of(table.Misalignment(row).Cast<double?>()),
            Cell(r => r.Plain.Harmonic), Cell(r => r.Stacked.Seen), Cell(r => r.Stacked.Unseen), Cell(r => r.Stacked.Harmonic), Known(r => r.MostByStacking),
            corrected ? Cell(r => r.Corrected!.Seen) : "", corrected ? Cell(r => r.Corrected!.Unseen) : "", corrected ? Cell(r => r.Corrected!.Harmonic) : "",
            .. ReportCells.GainsOf(table, row),
            Cell(r => r.Plain.Background), Known(r => r.Plain.Recall), Cell(r => r.Plain.ToSeen), Cell(r => r.Plain.ToBackground), Known(r => 100 * r.Auroc),
        ];
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
