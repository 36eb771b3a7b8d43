namespace AlignZeg.Datasets.Archives;

/// <summary>Why a file is not taken; stable codes, callers see them.</summary>
public static class SkipReasons
{
    /// <summary>Its first bytes are not those of an image that is read, whatever its name says.</summary>
    public const string NotAnImage = "not_an_image";

    /// <summary>It has no bytes.</summary>
    public const string Empty = "empty";

    /// <summary>It is larger than images may be.</summary>
    public const string TooManyBytes = "too_many_bytes";

    /// <summary>An earlier file has the same name.</summary>
    public const string RepeatedName = "repeated_name";

    /// <summary>Its name is absolute, leads out of the folder, names a drive, or has control characters.</summary>
    public const string UnsafeName = "unsafe_name";

    /// <summary>Its name is longer than <see cref="EntryNames.MaxBytes"/>.</summary>
    public const string NameTooLong = "name_too_long";

    /// <summary>Its name is not UTF-8.</summary>
    public const string NameNotUnicode = "name_not_unicode";

    /// <summary>It has no name.</summary>
    public const string NoName = "no_name";

    /// <summary>A link; what it leads to is taken where it is.</summary>
    public const string Link = "link";

    /// <summary>A device, a pipe, or a file with holes.</summary>
    public const string SpecialFile = "special_file";

    /// <summary>Packed in a way that is not read.</summary>
    public const string UnknownPacking = "unknown_packing";

    /// <summary>It describes an image, but cannot be read: no JSON, no text, or nested too deep; or it is more than is kept about an image. The image is taken without it.</summary>
    public const string BrokenMetadata = "broken_metadata";

    /// <summary>It belongs to another image of its sample, such as <c>0001.seg.png</c> to <c>0001.jpg</c>.</summary>
    public const string Companion = "companion";

    /// <summary>It was listed, and then it was gone.</summary>
    public const string NotFound = "not_found";

    /// <summary>Who has it wants to know who asks, or does not give it to them.</summary>
    public const string NoAccess = "no_access";

    /// <summary>It could not be fetched, however often it was tried.</summary>
    public const string FetchFailed = "fetch_failed";

    /// <summary>What looks like its address is none.</summary>
    public const string BadAddress = "bad_address";
}
