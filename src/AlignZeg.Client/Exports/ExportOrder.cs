namespace AlignZeg.Client.Exports;

/// <summary>What to make of a job's results.</summary>
/// <param name="Format">Name of a format: <c>coco-panoptic</c>, <c>coco-instances</c>, <c>coco-stuff</c>, <c>png</c>, <c>voc</c>, <c>yolo</c> and others, which a refusal lists.</param>
/// <param name="Strict">True: there is no archive if the format loses anything.</param>
/// <param name="Id">Names the export; the same name again is the same export. Null = the client chooses one, so that the call is safe to repeat.</param>
public sealed record ExportOrder(string Format, bool Strict = false, string? Id = null);
