namespace AlignZeg.Cli.Reports;

/// <summary>One number at the head of the page.</summary>
internal sealed record ReportTile(string Label, string Value, string? Unit = null, string? Hint = null, bool Bad = false);

/// <summary>One line of small print at the head of the page.</summary>
internal sealed record ReportFact(string Label, string Value);

/// <summary>One row of the table of classes; no colour for background, which is not painted.</summary>
internal sealed record ReportClass(int Id, string Name, string? Colour, bool? Seen, long Images, long Pixels, double? Iou, double? Confidence);

/// <summary>One image that failed.</summary>
internal sealed record ReportFailure(string Name, string Reason, string Error);
