# One build step: add it to the "build" block of a template of yours.
build {
  provisioner "file" {
    source      = "${path.root}/../policy.ini"
    destination = "/root/policy.ini"
  }

  provisioner "shell" {
    script          = "${path.root}/provision.sh"
    execute_command = "sudo sh '{{ .Path }}' /root/policy.ini"
  }
}
