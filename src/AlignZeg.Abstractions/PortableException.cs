namespace AlignZeg.Abstractions;

/// <summary>Inner exceptions that every process of a cluster can read: types of libraries that only some silos have become their text.</summary>
internal static class PortableException
{
    /// <summary>The exception itself if it may travel, otherwise one of the same words.</summary>
    public static Exception? Of(Exception? exception) =>
        exception is null || MayTravel(exception) ? exception : new InvalidOperationException($"{exception.GetType().Name}: {exception.Message}", Of(exception.InnerException));

    private static bool MayTravel(Exception exception) =>
        exception.GetType().Namespace is { } name && (name == "System" || name.StartsWith("System.IO", StringComparison.Ordinal) || name.StartsWith("AlignZeg.Abstractions", StringComparison.Ordinal))
        && (exception.InnerException is null || MayTravel(exception.InnerException));
}
