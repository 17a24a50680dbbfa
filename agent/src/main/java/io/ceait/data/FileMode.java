package io.ceait.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read and write a file that is made.
 *
 * @param exact whether these hold whatever the umask of the process says, which otherwise takes some away
 */
public record FileMode(Set<PosixFilePermission> permissions, boolean exact) {

    /** As any program makes a file for its user. */
    public static final FileMode OF_THE_USER = new FileMode(PosixFilePermissions.fromString("rw-rw-rw-"), false);

    public FileMode {
        permissions = Set.copyOf(permissions);
    }

    /** @param permissions such as {@code rw-r-----} */
    public static FileMode exactly(String permissions) {
        return new FileMode(PosixFilePermissions.fromString(permissions), true);
    }

    /** With which a file is to be made, so that there is no moment in which more is allowed. */
    public FileAttribute<Set<PosixFilePermission>> attribute() {
        return PosixFilePermissions.asFileAttribute(permissions);
    }

    /** Gives a file that was just made what the umask took away. What others put in its place is not followed. */
    public void settle(Path made) throws IOException {
        if (exact) {
            Files.getFileAttributeView(made, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(permissions);
        }
    }
}
