using System.Globalization;
using System.Text;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>The report as Markdown: every figure comes from the runs, none from a person.</summary>
internal static class ZeroShotReport
{
    /// <summary>Writes it.</summary>
    /// <param name="table">All runs.</param> <param name="plan">Of them.</param> <param name="origin">Command, version, machine and time.</param>
    public static string Write(RegionTable table, ZeroShotPlan plan, string origin)
    {
        var text = new StringBuilder();
        text.Append("# Zero-shot benchmark: what cures objective misalignment\n\nWritten by `alignzeg bench zero-shot`; not edited.\n\n").Append(origin).Append('\n');
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""

            ## Regions

            Frozen CLIP, regions of hard scenes with disturbed masks; {plan.TrainingScenes:N0} scenes to train on, {plan.CalibrationScenes:N0} to pick numbers on, {plan.TestScenes:N0} for the figures,
            {plan.Splits} random splits (24 seen, 8 unseen) x {plan.Seeds} seeds, {plan.Steps:N0} steps. S and U are mean accuracies of seen and unseen classes in percent, h their harmonic mean; every row recognises
            {plan.BackgroundAccuracy:P0} of the background of the calibration scenes. gap = S - U, misalignment = gap minus the oracle's. CS = calibrated stacking; its gamma, and the numbers of
            PBC, are picked with a companion trained without a quarter of the seen classes. Gain = h with correction minus that of the base with CS, paired by split and seed.
            {ReportCells.Most}
            What is stopped early is trained for as many of {string.Join(", ", plan.Network.FollowedSteps)} steps as suit a quarter of the seen classes that is held out meanwhile.

            | row | S | U | gap | misalignment | h | S + CS | U + CS | h + CS | most | h + PBC | gain | wins | gain over most | wins | background | unseen to seen | unseen to background | AUROC |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|

            """).ReplaceLineEndings("\n"));
        foreach (string row in table.Rows) Row(text, table, row);
        text.Append("\n![S and U of every row](regions.svg)\n\n## Every run\n\n| row | split | seed | S | U | h | gamma | S + CS | U + CS | h + CS | most | h + PBC | steps |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var run in table.Results)
            text.Append(CultureInfo.InvariantCulture, $"| {run.Row} | {run.Split} | {run.Seed} | {run.Plain.Seen:F1} | {run.Plain.Unseen:F1} | {run.Plain.Harmonic:F1} | {run.Gamma:F2} | {run.Stacked.Seen:F1} | {run.Stacked.Unseen:F1} | {run.Stacked.Harmonic:F1} | {run.MostByStacking:F1} | {run.Corrected?.Harmonic.ToString("F1", CultureInfo.InvariantCulture)} | {run.Steps} |\n");
        return text.ToString();
    }

    private static void Row(StringBuilder text, RegionTable table, string row)
    {
        string Cell(Func<RegionResult, double> figure) => Spread.Of(table.Of(row, figure)).ToString();
        bool corrected = table.Results.Any(result => result.Row == row && result.Corrected is not null);
        string[] cells =
        [
            row, Cell(r => r.Plain.Seen), Cell(r => r.Plain.Unseen), Cell(r => r.Plain.Gap), Spread.Of(table.Misalignment(row)).ToString(), Cell(r => r.Plain.Harmonic),
            Cell(r => r.Stacked.Seen), Cell(r => r.Stacked.Unseen), Cell(r => r.Stacked.Harmonic), ReportCells.Of(table.Results.Where(r => r.Row == row).Select(r => r.MostByStacking)), corrected ? Cell(r => r.Corrected!.Harmonic) : "",
            .. ReportCells.GainsOf(table, row),
            Cell(r => r.Plain.Background), Cell(r => r.Plain.ToSeen), Cell(r => r.Plain.ToBackground), corrected ? Spread.Of(table.Of(row, r => 100 * r.Auroc!.Value)).ToString() : "",
        ];
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
